import TestServers
import Testing

@testable import Operations

@Suite struct LineReaderTests {
    private func lines(of contents: String) throws -> [String] {
        var reader = try LineReader(TemporaryFile.file("lines", contents))
        var lines: [String] = []
        while let line = try reader.next() { lines.append(String(decoding: line, as: UTF8.self)) }
        return lines
    }

    @Test(arguments: [
        ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\r\nb", ["a", "b"]), ("\n\na\n", ["", "", "a"]),
        ("a\rb\n", ["a\rb"]),
    ])
    func linesAreFoundWithAnyEnd(_ contents: String, _ expected: [String]) throws {
        #expect(try lines(of: contents) == expected)
    }

    @Test func linesLongerThanOneReadStayWhole() throws {
        let long = String(repeating: "x", count: 200_000)
        #expect(try lines(of: "a\n\(long)\nb\n\(long)") == ["a", long, "b", long])
    }

    @Test func aMissingFileIsTold() {
        #expect(throws: OperationFailure.self) { _ = try LineReader("/nowhere/at/all") }
    }
}
