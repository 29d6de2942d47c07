package import Correspondence
import Storage
import Text
import Timing

extension Interventions {
    /// Sets what Mosaic may do with an account.
    package func setState(_ state: AccountState, of account: EmailAddress) async throws -> Acknowledgement {
        try await store.accounts.setState(state, of: try await key(of: account))
        return Acknowledgement("\(account) may now: \(state.rawValue).", ["account": account])
    }

    /// Sends nothing from an account for a while; replies are still read and decided.
    package func pause(_ account: EmailAddress, for span: Duration) async throws -> Acknowledgement {
        let end = clock.now + span
        try await store.accounts.pause(try await key(of: account), until: end, reason: "by a person")
        return Acknowledgement("\(account) sends nothing until \(end.shown) UTC.", ["account": account])
    }

    /// Ends an account's pause.
    package func resume(_ account: EmailAddress) async throws -> Acknowledgement {
        try await store.accounts.pause(try await key(of: account), until: nil, reason: nil)
        return Acknowledgement("\(account) may send again.", ["account": account])
    }

    /// Lets all accounts send again, after Mosaic has stopped itself.
    package func resumeSending() async throws -> Acknowledgement {
        try await store.instance.resumeSending()
        return Acknowledgement("All accounts may send again.")
    }

    private func key(of account: EmailAddress) async throws -> AccountID {
        guard let record = try await store.accounts.all().first(where: { $0.address == account }) else {
            throw OperationFailure(.unknown, "\(account) is not known to the database: see `mosaic accounts`.")
        }
        return record.id
    }
}
