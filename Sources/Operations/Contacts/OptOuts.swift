import Correspondence
import Delivery
package import Storage

/// The opt-out links (RFC 8058). An answer reveals nothing but what the token already says: an unknown token is answered
/// like any other.
package struct OptOuts: Sendable {
    private let store: Store

    package init(_ store: Store) { self.store = store }

    /// Whether the holder of this token gets no mail any more.
    package func isSettled(_ token: String) async throws -> Bool {
        guard let address = try await address(token) else { return false }
        return try await store.contacts.record(address)?.suppressedAt != nil
    }

    /// Opts the holder out of everything. Nothing happens for a token that is not ours, or the second time.
    package func take(_ token: String) async throws {
        guard let address = try await address(token) else { return }
        try await store.contacts.optOut(address)
    }

    private func address(_ token: String) async throws -> EmailAddress? {
        guard let secret = try await store.instance.knownSecret() else { return nil }
        return OptOutSeal(secret: secret).address(in: token)
    }
}
