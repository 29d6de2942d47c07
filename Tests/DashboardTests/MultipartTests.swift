import Testing

@testable import Dashboard

@Suite struct MultipartTests {
    static let form = """
        --x\r\nContent-Disposition: form-data; name="token"\r\n\r\nsecret\r
        --x\r\nContent-Disposition: form-data; name="file"; filename="a %22b%22.csv"\r\nContent-Type: text/csv\r\n\r
        one\r\n--y\r\ntwo\r\n\r
        --x--\r

        """

    /// A piece of the network may end anywhere: in a delimiter, in a head, in what only looks like a delimiter.
    @Test func aFormIsTheSameHoweverItIsCut() throws {
        let bytes = Array(Self.form.utf8)
        for size in 1...bytes.count {
            var reader = try #require(MultipartReader(contentType: "multipart/form-data; boundary=\"x\""))
            var content: [UInt8] = []
            var others: [MultipartReader.Piece] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                for piece in try reader.read(bytes[start..<min(bytes.count, start + size)]) {
                    if case .bytes(let more) = piece { content += more } else { others.append(piece) }
                }
            }
            try reader.finish()
            #expect(String(decoding: content, as: UTF8.self) == "one\r\n--y\r\ntwo\r\n", "by \(size)")
            #expect(
                others == [
                    .field(name: "token", value: "secret"), .file(name: "file", fileName: "a \"b\".csv"), .end,
                ], "by \(size)")
        }
    }

    @Test func aFormThatEndsInTheMiddleIsNotWhole() throws {
        let bytes = Array(Self.form.utf8)
        for count in 0..<bytes.count - 4 {
            var reader = try #require(MultipartReader(contentType: "multipart/form-data; boundary=x"))
            _ = try reader.read(bytes[..<count])
            #expect(throws: MultipartReader.Failure.incomplete, "\(count)") { try reader.finish() }
        }
    }

    @Test func whatIsNoFormIsRefused() throws {
        for type in [
            "", "text/csv", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=x",
        ] {
            #expect(MultipartReader(contentType: type) == nil, "\(type)")
        }
        for text in ["--x\r\nX: y\r\n\r\n", "--xx\r\n", "--x\r\nContent-Disposition: form-data\r\n\r\n"] {
            var reader = try #require(MultipartReader(contentType: "multipart/form-data; boundary=x"))
            #expect(throws: MultipartReader.Failure.malformed, "\(text)") { _ = try reader.read(Array(text.utf8)) }
        }
        var endless = try #require(MultipartReader(contentType: "multipart/form-data; boundary=x"))
        #expect(throws: MultipartReader.Failure.malformed) {
            for _ in 0..<40 { _ = try endless.read(Array(repeating: UInt8(ascii: "a"), count: 1_024)) }
        }
    }

    /// A file's octets leave as they come: only what may be a delimiter is held back.
    @Test func noMoreOfAFileIsKeptThanADelimiter() throws {
        var reader = try #require(MultipartReader(contentType: "multipart/form-data; boundary=x"))
        _ = try reader.read(Array("--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n".utf8))
        var given = 0
        var taken = 0
        for _ in 0..<50 {
            given += 65_536
            for piece in try reader.read(Array(repeating: 13, count: 65_536)) {
                if case .bytes(let bytes) = piece { taken += bytes.count }
            }
            #expect(given - taken < 10)
        }
    }
}
