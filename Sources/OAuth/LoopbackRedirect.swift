import Dispatch
import Glibc

/// Waits on 127.0.0.1 for the browser that a provider sends back with a code (RFC 8252 section 7.3).
package struct LoopbackRedirect: Sendable {
    private let socket: Int32
    package let port: UInt16

    /// Listens on a port of this machine, 0 for any; nil when it is taken.
    package init?(port: UInt16 = 0) {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, size) == 0 && listen(socket, 4) == 0 && getsockname(socket, $0, &size) == 0
            }
        }
        guard isBound else {
            close(socket)
            return nil
        }
        self.socket = socket
        self.port = UInt16(bigEndian: address.sin_port)
    }

    /// The query of the first request that has one with a `state`; nil when none came in time. Then stops listening.
    package func query(within time: Duration) async -> String? {
        let deadline = ContinuousClock.now + time
        return await withCheckedContinuation { continuation in
            // Waiting for a connection blocks a thread.
            DispatchQueue.global().async {
                let query = wait(until: deadline)
                close(socket)
                continuation.resume(returning: query)
            }
        }
    }

    private func wait(until deadline: ContinuousClock.Instant) -> String? {
        while ContinuousClock.now < deadline {
            guard Self.isReadable(socket, until: min(deadline, .now + .seconds(1))) else { continue }
            let client = accept(socket, nil, nil)
            guard client >= 0 else { continue }
            defer { close(client) }
            // Browsers also ask for icons, and open connections in advance that they never use.
            guard let query = Self.query(of: client) else {
                Self.answer(client, "404 Not Found", "Nothing is here.")
                continue
            }
            Self.answer(client, "200 OK", "Thank you. You can close this window; the terminal has the rest.")
            return query
        }
        return nil
    }

    private static func query(of client: Int32) -> String? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        let deadline = ContinuousClock.now + .seconds(2)
        while bytes.count < 16_384, !bytes.contains(UInt8(ascii: "\n")) {
            guard isReadable(client, until: deadline) else { return nil }
            let count = recv(client, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            bytes += chunk[..<count]
        }
        let words = bytes.prefix { $0 != UInt8(ascii: "\n") }.split(separator: UInt8(ascii: " "))
        guard words.count >= 2, words[0].elementsEqual("GET".utf8) else { return nil }
        let target = words[1].split(separator: UInt8(ascii: "?"), maxSplits: 1)
        guard target.count == 2 else { return nil }
        let query = String(decoding: target[1], as: UTF8.self)
        return FormEncoding.decoded(query)?["state"] == nil ? nil : query
    }

    private static func isReadable(_ descriptor: Int32, until deadline: ContinuousClock.Instant) -> Bool {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let left = max(0, (deadline - .now) / .milliseconds(1))
        return Glibc.poll(&poll, 1, Int32(left)) > 0
    }

    private static func answer(_ client: Int32, _ status: String, _ text: String) {
        let response =
            "HTTP/1.1 \(status)\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: \(text.utf8.count)\r\n"
            + "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n\(text)"
        var bytes = Array(response.utf8)
        // A browser that has left misses only the text.
        _ = send(client, &bytes, bytes.count, Int32(MSG_NOSIGNAL))
        shutdown(client, Int32(SHUT_WR))
    }
}
