package import Correspondence
package import Delivery
package import Storage

/// Records what a provider posts about mails.
package struct ReportHook: Sendable {
    package enum Answer: Sendable, Hashable {
        /// It changed this conversation; nil: everything was known, or it is about no mail of ours.
        case taken(ConversationID?, ProviderReport?)
        /// Its sender is unknown; nothing was done.
        case stranger
        /// It claims to be the provider's but is not accepted; with the reason, for our own people only.
        case refused(String)
        /// It cannot be verified now and may come again.
        case notNow(String)
    }

    private let receiver: any ReportReceiver
    private let store: Store

    package init(_ receiver: any ReportReceiver, store: Store) {
        self.receiver = receiver
        self.store = store
    }

    package var source: String { receiver.name }

    /// Throws where it could not be recorded: then it may come again.
    package func take(_ post: [UInt8]) async throws -> Answer {
        let report: ProviderReport?
        do throws(PostRefusal) { report = try await receiver.read(post) } catch {
            switch error {
            case .stranger: return .stranger
            case .refused(let reason): return .refused(reason)
            case .notNow(let reason): return .notNow(reason)
            }
        }
        guard let report else { return .taken(nil, nil) }
        return .taken(try await store.outbox.note(report), report)
    }
}
