import Correspondence
import Delivery
package import Storage

/// What the links do by which people take themselves off (RFC 8058). Whoever asks learns nothing from an answer but what the
/// token already says: an unknown one is answered as any other.
package struct OptOuts: Sendable {
    private let store: Store

    package init(_ store: Store) { self.store = store }

    /// Whether no mail goes to the holder of this token any more.
    package func isSettled(_ token: String) async throws -> Bool {
        guard let address = try await address(token) else { return false }
        return try await store.contacts.record(address)?.suppressedAt != nil
    }

    /// Takes the holder off every list. Nothing happens for a token that is none of ours, or the second time.
    package func take(_ token: String) async throws {
        guard let address = try await address(token) else { return }
        try await store.contacts.optOut(address)
    }

    private func address(_ token: String) async throws -> EmailAddress? {
        guard let secret = try await store.instance.knownSecret() else { return nil }
        return OptOutSeal(secret: secret).address(in: token)
    }
}
