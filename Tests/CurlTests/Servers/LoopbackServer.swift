import Glibc
import Synchronization
import Testing

/// A TCP server on 127.0.0.1 that runs one blocking script per connection, each on its own thread.
final class LoopbackServer: Sendable {
    private struct State {
        var transcripts: [[String]] = []
        var ended = 0
        var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    let port: UInt16
    private let listener: CInt
    private let state = Mutex(State())

    init(_ script: @escaping @Sendable (LoopbackConnection) -> Void) throws {
        (listener, port) = try Self.listen()
        let listener = listener
        onThread { [weak self] in
            defer { close(listener) }
            while true {
                let socket = accept(listener, nil, nil)
                guard socket >= 0, let self else { return }
                let number = self.state.withLock { state in
                    state.transcripts.append([])
                    return state.transcripts.count - 1
                }
                onThread {
                    let client = LoopbackConnection(socket) { line in
                        self.state.withLock { $0.transcripts[number].append(line) }
                    }
                    script(client)
                    client.end()
                    self.connectionEnded()
                }
            }
        }
    }

    /// Wakes the accepting thread, which closes the listener.
    deinit { shutdown(listener, CInt(SHUT_RDWR)) }

    /// What clients said, one list of lines for each connection.
    var transcripts: [[String]] { state.withLock(\.transcripts) }

    /// Returns when this many connections have ended, or fails the test after a minute.
    func ended(_ count: Int = 1) async {
        let alarm = Task {
            try await Task.sleep(for: .seconds(60))
            Issue.record("\(count) connections did not end")
            release { _ in true }
        }
        defer { alarm.cancel() }
        await withCheckedContinuation { continuation in
            let now = state.withLock { state in
                if state.ended < count { state.waiting.append((count, continuation)) }
                return state.ended >= count
            }
            if now { continuation.resume() }
        }
    }

    private func connectionEnded() {
        let ended = state.withLock { state in
            state.ended += 1
            return state.ended
        }
        release { $0 <= ended }
    }

    /// Lets those go on who wait for a count of which this holds.
    private func release(_ isReached: (Int) -> Bool) {
        let ready = state.withLock { state in
            let ready = state.waiting.filter { isReached($0.count) }
            state.waiting.removeAll { isReached($0.count) }
            return ready.map(\.continuation)
        }
        for continuation in ready { continuation.resume() }
    }

    private static func listen() throws -> (CInt, UInt16) {
        let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && Glibc.listen(listener, 128) == 0
                    && getsockname(listener, $0, &size) == 0
            }
        }
        guard bound else { throw NoSocket(errno: errno) }
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    struct NoSocket: Error {
        let errno: CInt
    }
}

/// One client, as a script sees it. Reads give up after a minute, so that a fault fails a test and does not hang it.
final class LoopbackConnection {
    private let socket: CInt
    private let record: (String) -> Void
    private var pending: ArraySlice<UInt8> = []

    init(_ socket: CInt, record: @escaping (String) -> Void) {
        self.socket = socket
        self.record = record
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Closes the connection.
    func end() { close(socket) }

    /// The next line without its LF, CR kept visible when it is missing; nil at the end.
    func line() -> String? {
        while true {
            if let end = pending.firstIndex(of: 0x0A) {
                let bytes = pending[..<end]
                pending = pending[(end + 1)...]
                let line = bytes.last == 0x0D ? String(decoding: bytes.dropLast(), as: UTF8.self) : "no CR: \(bytes)"
                record(line)
                return line
            }
            guard fill() else { return nil }
        }
    }

    /// The next `count` bytes; fewer at the end.
    func bytes(_ count: Int) -> [UInt8] {
        while pending.count < count, fill() {}
        defer { pending = pending.dropFirst(count) }
        return Array(pending.prefix(count))
    }

    private func fill() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(socket, &buffer, buffer.count, 0)
        if count > 0 { pending = (Array(pending) + buffer[..<count])[...] }
        return count > 0
    }

    func say(_ text: String) { say(Array(text.utf8)) }

    func say(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }

    /// Lets `end` break the connection (RST) instead of closing it in order.
    func breakAtEnd() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }

    /// Waits until the client closes.
    func drain() { while line() != nil {} }
}

/// Runs blocking work on a thread of its own.
func onThread(_ work: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
        let work: @Sendable () -> Void
        init(_ work: @escaping @Sendable () -> Void) { self.work = work }
    }
    var thread = pthread_t()
    let box = Unmanaged.passRetained(Box(work)).toOpaque()
    let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { raw in
        Unmanaged<Box>.fromOpaque(raw!).takeRetainedValue().work()
        return nil
    }
    precondition(pthread_create(&thread, nil, body, box) == 0, "no thread for a test server")
    pthread_detach(thread)
}
