import CLibPQ
import Dispatch

/// The data with which libpq cancels a running statement, over a second connection.
///
/// Sendable though it holds a pointer: a PGcancel is a copy that nothing changes, "PQcancel can be safely invoked" from
/// another thread (libpq manual, 34.7), and this object alone owns it.
final class CancelRequest: @unchecked Sendable {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQfreeCancel(pointer) }

    /// Sends it from a thread that may wait, and twice more: the server ignores one that overtakes its statement.
    /// A late one meets an ended session, whose key is no longer known.
    func send() {
        for delay: DispatchTimeInterval in [.seconds(0), .milliseconds(100), .seconds(1)] {
            DispatchQueue.global().asyncAfter(deadline: .now() + delay) {
                var message = [CChar](repeating: 0, count: 256)
                _ = PQcancel(self.pointer, &message, CInt(message.count))
            }
        }
    }
}
