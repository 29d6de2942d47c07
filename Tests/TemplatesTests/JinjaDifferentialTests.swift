import Foundation
import Testing
import Text

@testable import Templates

/// Generated templates, rendered here and by Jinja2 itself.
@Suite(.enabled(if: Jinja.isThere, "needs python3 with jinja2, which is not on this machine"))
struct JinjaDifferentialTests {
    /// `MOSAIC_JINJA_CASES` makes it more.
    private static let count = ProcessInfo.processInfo.environment["MOSAIC_JINJA_CASES"].flatMap { Int($0) } ?? 1_000

    @Test(arguments: [1, 2])
    func generatedTemplatesGiveWhatJinjaGivesOrAreRefused(_ seed: UInt64) throws {
        var generator = JinjaGenerator(seed: seed)
        let rows = (0..<Self.count).map { generator.row($0) }
        let answers = try Jinja.answers(to: rows)
        try #require(answers.count == rows.count)
        var equal = 0
        for (row, answer) in zip(rows, answers) {
            let theirs = answer["output"]?.text
            let ours = Result { try #require(JinjaCase(row)).rendered() }
            switch (ours, theirs) {
            case (.success(let text), let theirs?):
                #expect(Array(text.unicodeScalars) == Array(theirs.unicodeScalars), "\(Self.shown(row))")
                equal += 1
            case (.success(let text), nil):
                Issue.record("Jinja refuses \(Self.shown(row)) with \(answer), which gives \(text)")
            case (.failure(let error), _?):
                #expect(Self.isOnPurpose(error), "\(error): \(Self.shown(row)) gives \(answer)")
            case (.failure, nil): equal += 1
            }
        }
        // A test in which everything is refused would find nothing.
        #expect(equal > Self.count * 3 / 4)
    }

    private static func shown(_ row: JSON) -> JSON {
        .object((row.members ?? []).filter { $0.key != "context" })
    }

    /// What this language leaves out though Jinja has it.
    private static func isOnPurpose(_ error: any Error) -> Bool {
        switch (error as? TemplateError)?.problem {
        case .unsupported, .wrongKind: true
        default: false
        }
    }
}

/// Jinja2 in a process of its own.
enum Jinja {
    /// The first Python that has it: that of the path, or that of the system.
    private static let python: [String]? = [["/usr/bin/env", "python3"], ["/usr/bin/python3"]].first { command in
        (try? run(command + ["-c", "import jinja2"], input: Data())) != nil
    }

    static var isThere: Bool { python != nil }

    private struct Failed: Error {}

    static func answers(to rows: [JSON]) throws -> [JSON] {
        guard let python else { throw Failed() }
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/jinja.py")
        let input = Data(rows.map(\.description).joined(separator: "\n").utf8)
        return try run(python + [script.path], input: input).split(separator: 0x0A).map { try JSON(reading: $0) }
    }

    /// What a command writes.
    private static func run(_ command: [String], input: Data) throws -> Data {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mosaic-jinja-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files and not pipes: neither side waits until the other has read.
        let (read, written) = (folder.appending(path: "in"), folder.appending(path: "out"))
        try input.write(to: read)
        try Data().write(to: written)
        let process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.standardInput = try FileHandle(forReadingFrom: read)
        process.standardOutput = try FileHandle(forWritingTo: written)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed() }
        return try Data(contentsOf: written)
    }
}
