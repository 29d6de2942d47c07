/// The number of one transfer, unique within its transport.
struct TransferID: Hashable, Sendable {
    let rawValue: UInt64
}

/// A task's order to the curl thread.
enum CurlOrder: Sendable {
    case perform(TransferID, HTTPRequest, RequestGate?, HTTPTransfer.Waiter)
    case converse(TransferID, SMTPServer, SMTPErrand, afresh: Bool, SMTPSession.Waiter)
    case finish(TransferID, FinalDot, SMTPSession.Waiter)
    case cancel(TransferID)
    case shutDown
}

extension CurlOrder {
    /// Releases the caller of an order that will not be carried out any more.
    func refuse() {
        switch self {
        case .perform(_, _, _, let waiter): waiter.resume(returning: .failure(.shutDown))
        case .converse(_, _, _, _, let waiter), .finish(_, _, let waiter):
            waiter.resume(returning: .over(.aborted(nil)))
        case .cancel, .shutDown: break
        }
    }
}
