import CLibPQ
import Dispatch

/// What libpq needs to cancel a running statement through a second connection of its own.
///
/// Sendable though it holds a pointer: a PGcancel is a copy that nothing changes, "PQcancel can be safely invoked" from
/// another thread (libpq manual, 34.7), and this object alone owns it.
final class CancelRequest: @unchecked Sendable {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQfreeCancel(pointer) }

    /// Sends it from a thread that may wait. Whether it arrives in time is up to the server; nobody waits for it.
    func send() {
        DispatchQueue.global().async {
            var message = [CChar](repeating: 0, count: 256)
            _ = PQcancel(self.pointer, &message, CInt(message.count))
        }
    }
}
