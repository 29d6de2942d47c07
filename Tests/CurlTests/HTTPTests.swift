import Curl
import Testing

struct HTTPTests {
    let transport = CurlTransport()

    private func url(_ server: LoopbackServer) -> String { "http://127.0.0.1:\(server.port)/v1/chat" }

    @Test func requestArrivesAndResponseComesBackWhole() async throws {
        let server = try HTTPScript.server(
            HTTPScript.ok("{\"a\":1}", headers: ["X-One: 1", "x-two:  2 ", "X-One: 3", "Empty:"]))
        let response = try await transport.perform(
            HTTPRequest(
                method: "POST", url: url(server), headers: ["Authorization": "Bearer k", "X-Nothing": ""],
                body: Array("{\"q\":0}".utf8)))
        #expect(response.status == 200)
        #expect(response.body == Array("{\"a\":1}".utf8))
        #expect(response.headers["x-ONE"] == "1")
        #expect(response.headers.values(of: "x-one") == ["1", "3"])
        #expect(response.headers["X-Two"] == "2")
        #expect(response.headers["empty"] == "")
        #expect(response.headers["absent"] == nil)
        let said = try #require(server.transcripts.first)
        #expect(said.first == "POST /v1/chat HTTP/1.1")
        #expect(said.contains("Authorization: Bearer k"))
        #expect(said.contains("X-Nothing:"))
        #expect(said.contains("Content-Length: 7"))
        #expect(!said.contains { $0.hasPrefix("Expect") })
    }

    @Test(arguments: ["GET", "HEAD", "DELETE", "PUT", "PATCH", "POST", "OPTIONS"])
    func methodIsSentAsGiven(method: String) async throws {
        let server = try HTTPScript.server("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        #expect(try await transport.perform(HTTPRequest(method: method, url: url(server))).status == 204)
        #expect(server.transcripts.first?.first == "\(method) /v1/chat HTTP/1.1")
    }

    @Test(arguments: [200, 301, 400, 401, 404, 429, 500, 503])
    func everyStatusIsAResponse(status: Int) async throws {
        let server = try HTTPScript.server(
            "HTTP/1.1 \(status) Text\r\nLocation: http://127.0.0.1:1/\r\nRetry-After: 7\r\nContent-Length: 1\r\n\r\nx")
        let response = try await transport.perform(HTTPRequest(url: url(server)))
        #expect(response.status == status)
        #expect(response.headers["retry-after"] == "7")
        #expect(response.body == [0x78])
    }

    @Test func interimResponseLeavesNoHeadersBehind() async throws {
        let server = try HTTPScript.server("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + HTTPScript.ok("y"))
        let response = try await transport.perform(HTTPRequest(url: url(server)))
        #expect(response.status == 200)
        #expect(response.headers["link"] == nil)
    }

    @Test(arguments: [0, 1, 9_999, 10_000, 10_001, 300_000])
    func bodyIsTakenUpToTheLimitAndNotOneByteMore(size: Int) async throws {
        let server = try HTTPScript.server(HTTPScript.ok(String(repeating: "b", count: size)))
        let request = HTTPRequest(url: url(server), maxResponseBytes: 10_000)
        if size <= 10_000 {
            #expect(try await transport.perform(request).body.count == size)
        } else {
            let error = await #expect(throws: CurlError.self) { try await transport.perform(request) }
            #expect(error?.kind == .responseTooLarge)
        }
    }

    @Test func endlessHeadersAreRefused() async throws {
        let line = "X: " + String(repeating: "h", count: 4000) + "\r\n"
        let server = try HTTPScript.server("HTTP/1.1 200 OK\r\n" + String(repeating: line, count: 80) + "\r\n")
        let error = await #expect(throws: CurlError.self) { try await transport.perform(HTTPRequest(url: url(server))) }
        #expect(error?.kind == .responseTooLarge)
    }

    @Test(arguments: [
        ("", CurlError.Kind.connectionLost), ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", .connectionLost),
        ("\u{1}\u{2}no protocol at all\r\n\r\n", .connectionLost),
    ])
    func brokenResponseIsAnError(text: String, kind: CurlError.Kind) async throws {
        let server = try HTTPScript.server(text)
        let error = await #expect(throws: CurlError.self) { try await transport.perform(HTTPRequest(url: url(server))) }
        #expect(error?.kind == kind)
    }

    @Test func silentServerTimesOut() async throws {
        let server = try LoopbackServer { $0.drain() }
        let request = HTTPRequest(url: url(server), timeout: .milliseconds(80))
        let error = await #expect(throws: CurlError.self) { try await transport.perform(request) }
        #expect(error?.kind == .timedOut)
        #expect(error?.isRetriable == true)
    }

    @Test func closedPortIsUnreachable() async throws {
        let port = try LoopbackServer { _ in }.port
        let request = HTTPRequest(url: "http://127.0.0.1:\(port)/")
        let error = await #expect(throws: CurlError.self) { try await transport.perform(request) }
        #expect(error?.kind == .unreachable)
        #expect(error?.curlCode == 7)
    }

    @Test(arguments: [
        HTTPRequest(method: "GET / HTTP/1.1\r\nX", url: "http://127.0.0.1/"),
        HTTPRequest(method: "", url: "http://127.0.0.1/"), HTTPRequest(url: "http://127.0.0.1/a b"),
        HTTPRequest(url: "http://127.0.0.1/\r\nX: y"), HTTPRequest(url: "file:///etc/passwd"),
        HTTPRequest(url: "smtp://127.0.0.1/"), HTTPRequest(url: "http://127.0.0.1/", headers: ["A": "b\r\nC: d"]),
        HTTPRequest(url: "http://127.0.0.1/", headers: ["A\r\nC": "d"]),
        HTTPRequest(url: "http://127.0.0.1/", headers: ["": "d"]),
        HTTPRequest(url: "http://127.0.0.1/", caFile: "a\0b"),
    ])
    func requestThatCouldMeanSomethingElseIsRefused(request: HTTPRequest) async throws {
        let error = await #expect(throws: CurlError.self) { try await transport.perform(request) }
        #expect(error?.kind == .invalidRequest)
    }

    @Test func cancellationReachesTheTransfer() async throws {
        let arrived = Signal()
        let server = try LoopbackServer { client in
            _ = HTTPScript.request(client)
            arrived.give()
            client.drain()
        }
        let (transport, url) = (transport, url(server))
        let task = Task { try await transport.perform(HTTPRequest(url: url)) }
        await arrived.wait()
        task.cancel()
        let error = await #expect(throws: CurlError.self) { try await task.value }
        #expect(error?.kind == .cancelled)
        await server.ended()
    }

    @Test func cancelledTaskSendsNothing() async throws {
        let server = try HTTPScript.server(HTTPScript.ok(""))
        let (transport, url) = (transport, url(server))
        let start = Signal()
        let task = Task {
            await start.wait()
            return try await transport.perform(HTTPRequest(url: url))
        }
        task.cancel()
        start.give()
        let error = await #expect(throws: CurlError.self) { try await task.value }
        #expect(error?.kind == .cancelled)
    }

    @Test func headerValuesStayOutOfDescriptions() {
        let request = HTTPRequest(url: "https://api.example.test/", headers: ["Authorization": "Bearer hunter2"])
        var dumped = ""
        dump(request, to: &dumped)
        for text in ["\(request)", String(reflecting: request), String(describing: [request]), dumped] {
            #expect(!text.contains("hunter2"))
        }
    }
}
