package import Correspondence
import Database
import Events
package import Timing

/// Whether a stored permission can still be used.
package enum GrantState: String, CaseIterable, Sendable, Codable {
    case live
    /// Its provider no longer accepts it; only a person can grant it again.
    case ended
}

/// A mailbox's permission as stored: a sealed part that only `Access` can open, and public facts.
package struct SealedGrant: Sendable, Hashable {
    package let account: EmailAddress
    package let provider: String
    package let sealed: [UInt8]
    /// The key that sealed it.
    package let keyID: String
    /// The granted scopes, separated by spaces.
    package let scope: String
    package let expiresAt: Timestamp
    package let state: GrantState
    /// Why it ended, for people.
    package let failure: String?
    /// Increases with each change.
    package let version: Int64

    /// A permission that is yet to be stored.
    package init(
        account: EmailAddress, provider: String, sealed: [UInt8], keyID: String, scope: String, expiresAt: Timestamp
    ) {
        self.account = account
        self.provider = provider
        self.sealed = sealed
        self.keyID = keyID
        self.scope = scope
        self.expiresAt = expiresAt
        state = .live
        failure = nil
        version = 0
    }

    init(_ row: SQLRow) throws {
        account = try row.address("account")
        provider = try row.string("provider")
        sealed = try row.bytes("sealed")
        keyID = try row.string("key_id")
        scope = try row.string("scope")
        expiresAt = try row.timestamp("expires_at")
        state = try row["state", as: GrantState.self]
        failure = try row.optionalString("failure")
        version = try row.int64("version")
    }
}

extension OAuthTokens {
    package func grant(of account: EmailAddress) async throws -> SealedGrant? {
        try await database.row("SELECT * FROM oauth_tokens WHERE account = \(account.key)").map(SealedGrant.init)
    }

    /// The permissions of all accounts that have one.
    package func all() async throws -> [SealedGrant] {
        try await database.rows("SELECT * FROM oauth_tokens ORDER BY account").map(SealedGrant.init)
    }

    /// Stores a permission that a person has just granted, replacing any other.
    package func connect(_ grant: SealedGrant) async throws {
        try await database.transaction { session in
            try await session.write(
                """
                INSERT INTO oauth_tokens
                    (account, provider, sealed, key_id, scope, expires_at, state, version, connected_at, refreshed_at)
                VALUES (\(grant.account.key), \(grant.provider), \(grant.sealed), \(grant.keyID),
                    \(grant.scope.storable), \(grant.expiresAt), \(GrantState.live), 1, \(SQL.now), \(SQL.now))
                ON CONFLICT (account) DO UPDATE
                SET provider = excluded.provider, sealed = excluded.sealed, key_id = excluded.key_id,
                    scope = excluded.scope, expires_at = excluded.expires_at, state = excluded.state, failure = NULL,
                    version = oauth_tokens.version + 1, connected_at = excluded.connected_at,
                    refreshed_at = excluded.refreshed_at
                """)
            try await session.record(.oauthConnected, detail: "\(grant.provider) \(grant.account.key)")
        }
    }

    /// Stores the result of a refresh in place of `old`; false when somebody else has changed the row since, or holds the lease
    /// now. Then nothing is written.
    package func replace(
        _ old: SealedGrant, with new: SealedGrant, under lease: Lease
    ) async throws -> Bool {
        try await database.transaction { session in
            guard try await session.isHeld(lease) else { return false }
            return try await session.execute(
                """
                UPDATE oauth_tokens
                SET sealed = \(new.sealed), key_id = \(new.keyID), scope = \(new.scope.storable),
                    expires_at = \(new.expiresAt), version = version + 1, refreshed_at = \(SQL.now)
                WHERE account = \(old.account.key) AND version = \(old.version)
                """) > 0
        }
    }

    /// Records that the provider no longer accepts it, under the same conditions.
    package func end(_ old: SealedGrant, because failure: String, under lease: Lease) async throws -> Bool {
        try await database.transaction { session in
            guard try await session.isHeld(lease) else { return false }
            let changed = try await session.execute(
                """
                UPDATE oauth_tokens SET state = \(GrantState.ended), failure = \(failure.storable), version = version + 1
                WHERE account = \(old.account.key) AND version = \(old.version)
                """)
            guard changed > 0 else { return false }
            try await session.record(.oauthEnded, detail: "\(old.account.key): \(failure)".storable)
            return true
        }
    }
}
