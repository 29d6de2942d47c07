import CLibCurl
import Synchronization

/// The place where tasks leave orders for the curl thread, and the means to wake it.
///
/// The multi handle's pointer is used under the lock and taken away before the handle is freed, so a wake-up can never
/// reach a dead handle.
final class CurlInbox: Sendable {
    private struct Contents {
        var orders: [CurlOrder] = []
        var multi: UnsafeMutableRawPointer?
        var nextID: UInt64 = 0
        var isOpen = true
        var hasEnded = false
        var atEnd: [CheckedContinuation<Void, Never>] = []
    }

    private let contents = Mutex(Contents())

    func newID() -> TransferID {
        contents.withLock { contents in
            contents.nextID += 1
            return TransferID(rawValue: contents.nextID)
        }
    }

    /// Leaves an order that starts something; refused from the moment shutdown is asked for.
    func start(_ order: CurlOrder) {
        if !deliver(order, if: \.isOpen) { order.refuse() }
    }

    /// Leaves an order about something already started; refused once the thread has ended.
    func post(_ order: CurlOrder) {
        if !deliver(order, if: { !$0.hasEnded }) { order.refuse() }
    }

    /// Refuses everything new and tells the thread to end.
    func shutDown() {
        contents.withLock { $0.isOpen = false }
        post(.shutDown)
    }

    /// Returns when the thread has ended.
    func ended() async {
        await withCheckedContinuation { continuation in
            let now = contents.withLock { contents in
                if !contents.hasEnded { contents.atEnd.append(continuation) }
                return contents.hasEnded
            }
            if now { continuation.resume() }
        }
    }

    private func deliver(_ order: CurlOrder, if accepts: (Contents) -> Bool) -> Bool {
        contents.withLock { contents in
            guard accepts(contents) else { return false }
            contents.orders.append(order)
            // The only libcurl call allowed from another thread (curl_multi_wakeup(3)).
            if let multi = contents.multi { curl_multi_wakeup(multi) }
            return true
        }
    }
}

// The thread's side.
extension CurlInbox {
    /// Makes the multi handle known to `post`.
    func attach(_ multi: UnsafeMutableRawPointer) {
        let address = UInt(bitPattern: multi)
        contents.withLock { $0.multi = UnsafeMutableRawPointer(bitPattern: address) }
    }

    /// Everything left since the last call, in order.
    func take() -> [CurlOrder] {
        contents.withLock { contents in
            let orders = contents.orders
            contents.orders = []
            return orders
        }
    }

    /// Ends the inbox: orders still in it are refused, and callers waiting for the end are released.
    func end() {
        let (orders, waiters) = contents.withLock { contents in
            let left = (contents.orders, contents.atEnd)
            contents = Contents()
            contents.isOpen = false
            contents.hasEnded = true
            return left
        }
        for order in orders { order.refuse() }
        for waiter in waiters { waiter.resume() }
    }
}
