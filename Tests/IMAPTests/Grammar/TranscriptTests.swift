import Testing
import Timing

@testable import IMAP

@Suite struct TranscriptTests {
    /// The number of responses, and of those the unknown ones, FETCHes and tagged ones.
    @Test(arguments: [
        (Transcripts.dovecot, [27, 0, 1, 8]), (Transcripts.gmail, [17, 0, 1, 6]), (Transcripts.cyrus, [20, 0, 1, 6]),
        (Transcripts.courier, [16, 0, 1, 5]), (Transcripts.exchange, [10, 0, 1, 5]),
    ])
    func everyLineIsUnderstood(_ transcript: String, _ counts: [Int]) throws {
        let responses = try parse(transcript)
        let unknown = responses.filter { if case .untagged(.other) = $0 { true } else { false } }
        let fetches = responses.filter { if case .untagged(.fetch) = $0 { true } else { false } }
        let tagged = responses.filter { if case .tagged = $0 { true } else { false } }
        #expect([responses.count, unknown.count, fetches.count, tagged.count] == counts)
    }

    @Test(arguments: Transcripts.all)
    func splittingTheStreamAnywhereChangesNothing(_ transcript: String) throws {
        let bytes = Array(transcript.utf8)
        let whole = try parse([bytes])
        for cut in bytes.indices {
            #expect(try parse([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole, "cut at \(cut)")
        }
        for size in [1, 2, 3, 7] {
            let chunks = stride(from: 0, to: bytes.count, by: size).map {
                Array(bytes[$0..<min($0 + size, bytes.count)])
            }
            #expect(try parse(chunks) == whole, "in chunks of \(size)")
        }
    }

    @Test(arguments: Transcripts.all)
    func damagedStreamsNeverTrap(_ transcript: String) {
        var generator = SplitMix64(state: 0x6D6F_7361_6963)
        let original = Array(transcript.utf8)
        let spice = Array("(){}[]\"\\*%+ \r\n0123456789~<>:,.NIL\0\u{7F}é".utf8)
        var understood = 0
        for _ in 0..<3_000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = spice.randomElement(using: &generator) ?? 0
                case 1: bytes.remove(at: place)
                default: bytes.insert(spice.randomElement(using: &generator) ?? 0, at: place)
                }
            }
            // Most damage is an error; the point is that it is nothing worse.
            if (try? parse([bytes])) != nil { understood += 1 }
        }
        #expect(understood > 0)
    }
}
