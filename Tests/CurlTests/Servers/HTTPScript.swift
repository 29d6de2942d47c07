/// An HTTP/1.1 server for one request each connection.
enum HTTPScript {
    /// Answers every request with these bytes, after `before` has run.
    static func server(
        _ response: String, before: @escaping @Sendable () -> Void = {}
    ) throws -> LoopbackServer {
        try LoopbackServer { client in
            guard request(client) else { return }
            before()
            client.say(response)
        }
    }

    /// Reads one request, body included, into the transcript.
    static func request(_ client: LoopbackConnection) -> Bool {
        var length = 0
        while let line = client.line() {
            if line.isEmpty {
                _ = client.bytes(length)
                return true
            }
            if line.lowercased().hasPrefix("content-length:") {
                length = Int(line.split(separator: " ").last ?? "0") ?? 0
            }
        }
        return false
    }

    static func ok(_ body: String, headers: [String] = []) -> String {
        let lines = ["HTTP/1.1 200 OK", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }
}
