import Foundation
import Testing
import Timing

@testable import Outreach

/// Our reading of tzdata beside that of Python's `zoneinfo`, on this machine's files.
@Suite struct ZoneInfoDuelTests {
    private static let names: [String] = {
        let text = Zones.bytes("tzdata.zi").map { String(decoding: $0, as: UTF8.self) } ?? ""
        // `Z name …` begins a zone, `L target name` is a link to one.
        return text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let kind = words.first, kind == "Z" || kind == "L", words.count > 2 else { return nil }
            return String(kind == "Z" ? words[1] : words[2])
        }.filter { Zones.bytes($0) != nil }
    }()

    /// For each line `zone instant` the offset; for `zone L seconds` the instants of a local time, by the first and by
    /// the second reading (PEP 495).
    private static let script = """
        import sys, datetime as d
        from zoneinfo import ZoneInfo
        epoch = d.datetime(1970, 1, 1)
        utc = d.timezone.utc
        out = []
        for line in sys.stdin:
            w = line.split()
            zone = ZoneInfo(w[0])
            if len(w) == 2:
                t = (epoch + d.timedelta(seconds=int(w[1]))).replace(tzinfo=utc).astimezone(zone)
                out.append(str(int(t.utcoffset().total_seconds())))
            else:
                t = (epoch + d.timedelta(seconds=int(w[2]))).replace(tzinfo=zone)
                offsets = [int(t.replace(fold=f).utcoffset().total_seconds()) for f in (0, 1)]
                out.append(' '.join(str(int(w[2]) - o) for o in offsets))
        print('\\n'.join(out))
        """

    private static let python: Bool = ask("UTC 0\n") == ["0"]

    /// The answers to `questions`, one a line; nil when there is no Python with `zoneinfo`.
    private static func ask(_ questions: String) -> [String]? {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zones-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }  // It is the system's temporary folder.
        let (input, output) = (folder.appendingPathComponent("in"), folder.appendingPathComponent("out"))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONTZPATH": Zones.folder]) { $1 }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(questions.utf8).write(to: input)
            try Data().write(to: output)
            process.standardInput = try FileHandle(forReadingFrom: input)
            process.standardOutput = try FileHandle(forWritingTo: output)
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { return nil }
            return try String(contentsOf: output, encoding: .utf8).split(separator: "\n").map(String.init)
        } catch {
            return nil
        }
    }

    @Test(.enabled(if: python && names.count > 100, "needs python3 with zoneinfo, and tzdata"))
    func everyZoneShowsWhatPythonSays() throws {
        var random = SplitMix64(state: 11)
        var questions: [(zone: Zone, second: Int64)] = []
        for name in Self.names {
            let zone = try Zones.named(name)
            // Around each change of the table, and anywhere from 1850 to 2150, where the rule is followed.
            for change in zone.tableOfChanges where change > -5_000_000_000 {
                questions += [-1, 0].map { (zone, change + $0) }
            }
            for _ in 0..<60 {
                questions.append((zone, Int64.random(in: -3_786_912_000...5_680_281_600, using: &random)))
            }
        }
        let lines = questions.map { "\($0.zone.name) \($0.second)\n" }.joined()
        let answers = try #require(Self.ask(lines))
        #expect(answers.count == questions.count)
        for (question, answer) in zip(questions, answers) {
            let offset = question.zone.period(at: question.second).offset
            #expect(offset == Int64(answer), "\(question.zone.name) at \(question.second)")
        }
    }

    @Test(.enabled(if: python && names.count > 100, "needs python3 with zoneinfo, and tzdata"))
    func everyLocalTimeIsWhenPythonSays() throws {
        var random = SplitMix64(state: 12)
        var questions: [(zone: Zone, time: LocalTime)] = []
        for name in Self.names {
            let zone = try Zones.named(name)
            for change in zone.tableOfChanges where change > -5_000_000_000 {
                let local = change + zone.period(at: change).offset
                questions += [-1_800, -1, 0, 1_800].map { (zone, LocalTime(seconds: local + $0)) }
            }
            // Nights of the rule: each quarter of an hour of one spring and one autumn would be too many; some of all.
            for _ in 0..<60 {
                questions.append(
                    (
                        zone,
                        LocalTime(seconds: Int64.random(in: -3_786_912_000...5_680_281_600, using: &random) / 900 * 900)
                    ))
            }
        }
        try expectAgreement(questions)
    }

    /// Every ten minutes of both nights, of the years to come.
    @Test(
        .enabled(if: python && names.count > 100, "needs python3 with zoneinfo, and tzdata"),
        arguments: [
            ("America/New_York", "2027-03-14", "2027-11-07"), ("Europe/Berlin", "2040-03-25", "2040-10-28"),
            ("Australia/Lord_Howe", "2026-10-04", "2026-04-05"), ("Africa/Cairo", "2026-04-24", "2026-10-30"),
        ])
    func bothNightsAgree(zone: String, spring: String, autumn: String) throws {
        let zone = try Zones.named(zone)
        let nights = [day(spring), day(autumn)].flatMap { date in
            (-18...30).map { LocalTime(seconds: Int64(date.number) * 86_400 + $0 * 600) }
        }
        try expectAgreement(nights.map { (zone, $0) })
        let kinds = nights.map { zone.moment(of: $0) }
        #expect(kinds.contains { if case .never = $0 { true } else { false } })
        #expect(kinds.contains { if case .twice = $0 { true } else { false } })
    }

    private func expectAgreement(_ questions: [(zone: Zone, time: LocalTime)]) throws {
        let lines = questions.map { "\($0.zone.name) L \($0.time.seconds)\n" }.joined()
        let answers = try #require(Self.ask(lines))
        #expect(answers.count == questions.count)
        for (question, answer) in zip(questions, answers) {
            let python = answer.split(separator: " ").compactMap { Int64($0) }
            #expect(python.count == 2)
            let ours: [Int64] =
                switch question.zone.moment(of: question.time) {
                case .once(let instant): [instant, instant].map(\.secondsSince1970)
                case .twice(let first, let second): [first, second].map(\.secondsSince1970)
                // Python's second reading of a time that is left out is by the new clock, which is no instant of ours.
                case .never(_, let byOldClock): [byOldClock.secondsSince1970, python[1]]
                }
            #expect(ours == python, "\(question.zone.name) shows \(question.time)")
        }
    }
}
