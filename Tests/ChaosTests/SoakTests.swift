import TestServers
import Testing
import Timing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl

@testable import Engine
#endif

/// Hours of work on real servers with a fault every ten seconds: nothing is lost or repeated, and nothing grows.
@Suite(
    .serialized, .enabled(if: getenv("MOSAIC_SOAK_MINUTES") != nil, "set MOSAIC_SOAK_MINUTES=60 to soak"),
    .enabled(if: MosaicBinary.isBuilt, "mosaic is not built beside the tests: run `swift build` first"))
struct SoakTests {
    @Test(.timeLimit(.minutes(600)))
    func nothingGrowsUnderFaults() async throws {
        let minutes = getenv("MOSAIC_SOAK_MINUTES").flatMap { Int(String(cString: $0)) } ?? 60
        let field = try await Battlefield.open(creators: minutes * 6 + 10)
        let program = try field.start()
        try await field.untilArmed(program)
        var soak = Soak(field: field, program: program)
        try await soak.run(for: .seconds(minutes * 60))
        try await program.stop()
        try await Chaos(field).rest()
        let count = try await Auditor(field).count()
        print(soak.report(count))
        #expect(!soak.hasDied, "the program ended by itself")
        #expect(count.violations.isEmpty, "\(count.violations.prefix(20))")
        // In less time the slopes say nothing.
        if minutes >= 30 {
            #expect(soak.memorySlope < 4, "resident memory grows")
            #expect(abs(soak.descriptorSlope) < 4, "descriptors leak")
        }
        try await field.close()
    }
}

/// The faults, one after another, and what the program weighs meanwhile.
struct Soak {
    enum Fault: CaseIterable {
        case dovecotFrozen, dovecotKilled, sessionsKicked, postfixFrozen, postfixKilled, redisKilled, redisFlushed
        case databaseRestarted, databaseFrozen, programFrozen
    }

    let field: Battlefield
    let program: ProgramRun
    private(set) var faults = 0
    private(set) var hasDied = false
    /// By minutes since the start: resident kibibytes, and open descriptors.
    private var memory: [(minute: Double, value: Double)] = []
    private var descriptors: [(minute: Double, value: Double)] = []

    init(field: Battlefield, program: ProgramRun) {
        self.field = field
        self.program = program
    }

    mutating func run(for span: Duration) async throws {
        let start = ContinuousClock.now
        while start.duration(to: .now) < span, !program.hasEnded {
            let round = ContinuousClock.now
            try await field.nextReply()
            try await strike(Fault.allCases[faults % Fault.allCases.count])
            faults += 1
            weigh(at: start.duration(to: .now).inSeconds / 60)
            let rest = Duration.seconds(10) - round.duration(to: .now)
            if rest > .zero { try await program.ends(within: rest.inSeconds) }
        }
        hasDied = program.hasEnded
    }

    private func strike(_ fault: Fault) async throws {
        switch fault {
        case .dovecotFrozen: try await forAWhile(field.dovecot.pause, then: field.dovecot.resume)
        case .dovecotKilled: try await forAWhile(field.dovecot.kill, then: field.dovecot.start)
        case .sessionsKicked: for team in field.teams { try await field.dovecot.kick(team) }
        case .postfixFrozen: try await forAWhile(field.postfix.pause, then: field.postfix.resume)
        case .postfixKilled: try await forAWhile(field.postfix.kill, then: field.postfix.start)
        case .redisKilled: try await forAWhile(field.redis.kill, then: field.redis.start)
        case .redisFlushed: _ = try await field.redis.cli(["FLUSHALL"])
        case .databaseRestarted: try await field.postgres.restart()
        case .databaseFrozen: try await forAWhile(field.postgres.pause, then: field.postgres.resume)
        case .programFrozen: try await forAWhile(program.pause, then: program.resume)
        }
    }

    /// Long enough for every connection to notice, shorter than any of the program's own limits.
    private func forAWhile(_ begin: () async throws -> Void, then end: () async throws -> Void) async throws {
        try await begin()
        try await Task.sleep(for: .seconds(3))
        try await end()
    }

    private mutating func weigh(at minute: Double) {
        // A program that has just died has no status any more; its death is counted elsewhere.
        let status = (try? ReadFile.text("/proc/\(program.pid)/status")) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        if let kibibytes = line?.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Double($0) }) {
            memory.append((minute, kibibytes))
        }
        descriptors.append((minute, Double(openDescriptors)))
    }

    private var openDescriptors: Int {
        guard let folder = opendir("/proc/\(program.pid)/fd") else { return 0 }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return count - 2
    }

    /// Mebibytes an hour, from the second quarter on: at first caches fill.
    var memorySlope: Double { Self.slope(memory) * 60 / 1_024 }
    /// Descriptors an hour.
    var descriptorSlope: Double { Self.slope(descriptors) * 60 }

    /// The least-squares line through the last three quarters, in units a minute.
    private static func slope(_ samples: [(minute: Double, value: Double)]) -> Double {
        let late = samples.dropFirst(samples.count / 4)
        guard late.count > 2 else { return 0 }
        let count = Double(late.count)
        let middle = late.reduce(0) { $0 + $1.minute } / count
        let mean = late.reduce(0) { $0 + $1.value } / count
        let spread = late.reduce(0) { $0 + ($1.minute - middle) * ($1.minute - middle) }
        return spread == 0 ? 0 : late.reduce(0) { $0 + ($1.minute - middle) * ($1.value - mean) } / spread
    }

    func report(_ count: Auditor.Count) -> String {
        let weights = memory.map(\.value)
        return """
            soak of \(Int((memory.last?.minute ?? 0).rounded())) minutes, a fault every 10 s, \(faults) in all: \
            \(count.conversations) conversations, \(count.mails) mails delivered, \(count.complete) sequences complete, \
            \(count.withPerson) ended or with a person, \(count.needsHuman) mails in doubt handed to a person; \
            violations: \(count.violations.count). Resident memory \(Int((weights.min() ?? 0) / 1_024)) to \
            \(Int((weights.max() ?? 0) / 1_024)) MB, slope \((memorySlope * 100).rounded() / 100) MB an hour; descriptors \
            \(Int(descriptors.map(\.value).min() ?? 0)) to \(Int(descriptors.map(\.value).max() ?? 0)), slope \
            \((descriptorSlope * 100).rounded() / 100) an hour.
            """
    }
}
