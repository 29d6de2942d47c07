import CSV
import Testing
import Timing

/// Files that nobody writes but somebody may send.
@Suite(.serialized) struct HostileInputTests {
    /// Fifty times what it takes in a build for debugging, on a busy machine.
    private static let limit = Duration.seconds(10)

    @Test(arguments: [
        "\"", "\"\"", ",", "\"a\",\"\n", "a\",\"\n", "\"\n", "\r", "\n", ",\n", "a", "\"a\"b", " ", "\t", "a\"", "'",
        "sep=,\n",
        "\u{301}", "\0", "\"a\" \"", "é;", "|;,\t",
    ])
    func aMegabyteIsReadInNoTime(unit: String) {
        let bytes = Array(String(repeating: unit, count: 1_000_000 / unit.utf8.count).utf8)
        for reader in [CSVReader(), CSVReader(delimiter: .comma, limits: CSVLimits(rowBytes: 100, cells: 10))] {
            let start = ContinuousClock.now
            let records = read(bytes, inChunksOf: 65_536, reader: reader).records
            #expect(ContinuousClock.now - start < Self.limit)
            #expect(records.allSatisfy { $0.start.byteOffset < $0.end.byteOffset })
        }
    }

    /// A reader that is fed byte by byte does not move what it holds each time.
    @Test func singleBytesAreReadInNoTime() {
        let bytes = Array(String(repeating: "abc,\"d\"\n", count: 60_000).utf8)
        let start = ContinuousClock.now
        #expect(read(bytes, inChunksOf: 1).records.count == 60_000)
        #expect(ContinuousClock.now - start < Self.limit)
    }

    @Test func noBytesTrap() {
        var random = SplitMix64(state: 42)
        let alphabet = Array("ab,;\t|\"\r\n ='sep\0".utf8) + [0xC3, 0xA9, 0xFF, 0xFE, 0xEF, 0xBB, 0xBF, 0xD8]
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            let whole = read(bytes)
            let cut = read(bytes, inChunksOf: Int.random(in: 1...9, using: &random))
            #expect(cut.records == whole.records)
            #expect(whole.reader.position.byteOffset <= bytes.count)
        }
    }
}
