import Testing

@testable import PostOffice

@Suite struct HTTPRequestReaderTests {
    static let stream =
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhelloGET /b HTTP/1.1\r\nConnection: close\r\n\r\n"

    @Test func requestsAreCutWhateverTheDivision() {
        for size in 1...Self.stream.utf8.count {
            var reader = HTTPRequestReader()
            var requests: [WebRequest] = []
            for start in stride(from: 0, to: Self.stream.utf8.count, by: size) {
                reader.append(Array(Self.stream.bytes.dropFirst(start).prefix(size)))
                while case .request(let request)? = reader.next() { requests.append(request) }
            }
            #expect(requests.map(\.target) == ["/a", "/b"])
            #expect(requests.map(\.body.text) == ["hello", ""])
            #expect(requests.map(\.keepsAlive) == [true, false])
        }
    }

    @Test(arguments: [
        ("nonsense\r\n\r\n", 400), ("GET / HTTP/2\r\n\r\n", 400), ("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", 413),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411), (String(repeating: "x", count: 70_000), 431),
    ])
    func whatIsNoRequestIsRefused(text: String, status: Int) {
        var reader = HTTPRequestReader()
        reader.append(text.bytes)
        guard case .broken(status, _)? = reader.next() else {
            Issue.record("expected \(status)")
            return
        }
        #expect(reader.next() == nil)
    }

    @Test func aClientThatWaitsIsToldToGoOn() {
        var reader = HTTPRequestReader()
        reader.append("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n".bytes)
        #expect(reader.next() == .continueExpected)
        #expect(reader.next() == nil)
        reader.append("ok".bytes)
        guard case .request(let request)? = reader.next() else {
            Issue.record("expected the request")
            return
        }
        #expect(request.body == "ok".bytes)
    }
}
