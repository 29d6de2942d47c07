import Glibc
import Synchronization

/// Loopback TCP ports nobody listens on.
enum FreePort {
    /// Below Linux's ephemeral range (32768…), so that no outgoing connection takes a server's port while it restarts.
    private static let range: ClosedRange<UInt16> = 12_000...32_000
    private static let given = Mutex<Set<UInt16>>([])

    /// A port that could be bound just now and that this process was not given before.
    static func next() throws -> UInt16 {
        for _ in 0..<1_000 {
            let port = UInt16.random(in: range)
            if isFree(port), given.withLock({ $0.insert(port).inserted }) { return port }
        }
        throw TestServerError("no free TCP port between \(range.lowerBound) and \(range.upperBound) on 127.0.0.1")
    }

    private static func isFree(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return withLoopback(port) { bind(descriptor, $0, $1) } == 0
    }
}

/// Calls a socket function with the address 127.0.0.1:port.
func withLoopback<Value>(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
}
