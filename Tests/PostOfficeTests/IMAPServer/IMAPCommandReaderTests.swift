import Testing

@testable import PostOffice

@Suite struct IMAPCommandReaderTests {
    static let stream =
        "a NOOP\r\nb APPEND INBOX {5}\r\nhi\r\n! \"x\"\r\nc LOGIN {1+}\r\nu {2+}\r\npw\r\nd IDLE\nDONE\r\n"

    func events(_ bytes: [UInt8], pieces: (Int) -> Int) -> [IMAPCommandReader.Event] {
        var reader = IMAPCommandReader(literalLimit: 100)
        var events: [IMAPCommandReader.Event] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + max(1, pieces(start)))
            reader.append(Array(bytes[start..<end]))
            while let event = reader.next() { events.append(event) }
            start = end
        }
        return events
    }

    @Test func commandsComeOutWithTheirLiterals() {
        let expected: [IMAPCommandReader.Event] = [
            .command("a NOOP".bytes), .literalAnnounced, .command("b APPEND INBOX {5}\r\nhi\r\n! \"x\"".bytes),
            .command("c LOGIN {1+}\r\nu {2+}\r\npw".bytes), .command("d IDLE".bytes), .command("DONE".bytes),
        ]
        #expect(events(Self.stream.bytes) { _ in .max / 2 } == expected)
    }

    @Test func theDivisionIntoPiecesDoesNotMatter() {
        let whole = events(Self.stream.bytes) { _ in .max / 2 }
        for size in 1...Self.stream.utf8.count { #expect(events(Self.stream.bytes) { _ in size } == whole) }
    }

    @Test(arguments: [
        "a {101}\r\n", "a {4294967295+}\r\n", "a {99}\r\n" + String(repeating: "x", count: 99) + "{99}\r\n",
    ])
    func literalsOverTheLimitOneByOneOrTogetherBreakTheStream(text: String) {
        #expect(events(text.bytes) { _ in .max / 2 }.last == .tooLong)
    }

    @Test func anEndlessLineIsRefusedNotKept() {
        var reader = IMAPCommandReader(lineLimit: 10, literalLimit: 10)
        reader.append("0123456789ab".bytes)
        #expect(reader.next() == .tooLong)
        reader.append("\r\na NOOP\r\n".bytes)
        #expect(reader.next() == nil)
    }

    @Test func withoutLITERALPlusTheBracesAreJustText() {
        var reader = IMAPCommandReader(literalLimit: 10)
        reader.takesNonSynchronisingLiterals = false
        reader.append("a X {3+}\r\n".bytes)
        #expect(reader.next() == .command("a X {3+}".bytes))
    }
}
