import Correspondence
import Database
import Events
import Timing

/// How long a user stays logged in.
package enum SessionLife {
    /// Since they were last seen.
    package static let idle = Duration.seconds(12 * 3_600)
    /// Since they logged in.
    package static let whole = Duration.seconds(7 * 86_400)
}

extension Users {
    /// Logs a user in. Expired sessions are removed on the way.
    ///
    /// - Parameter token: the SHA-256 of the cookie's content.
    package func openSession(of user: UserID, token: [UInt8]) async throws {
        try await database.transaction { session in
            try await session.write(
                """
                DELETE FROM user_sessions
                WHERE seen_at < \(SQL.now) - \(SessionLife.idle) OR created_at < \(SQL.now) - \(SessionLife.whole)
                """)
            try await session.write(
                """
                INSERT INTO user_sessions (token_hash, user_id, created_at, seen_at)
                VALUES (\(token), \(user), \(SQL.now), \(SQL.now))
                """)
            let name = try await session.first("SELECT name FROM users WHERE id = \(user)")?.string("name") ?? ""
            try await session.record(.userLoggedIn, detail: name)
        }
    }

    /// The user logged in with this token; when they were last seen is written at most once a minute.
    package func session(_ token: [UInt8]) async throws -> UserRecord? {
        let row = try await database.row(
            """
            SELECT u.id, u.name, u.role, u.created_at,
                CASE WHEN s.seen_at < \(SQL.now) - \(Duration.seconds(60)) THEN 1 ELSE 0 END AS is_stale
            FROM user_sessions s JOIN users u ON u.id = s.user_id
            WHERE s.token_hash = \(token) AND s.seen_at >= \(SQL.now) - \(SessionLife.idle)
              AND s.created_at >= \(SQL.now) - \(SessionLife.whole)
            """)
        guard let row else { return nil }
        if try row.int("is_stale") == 1 {
            try await database.transaction { session in
                try await session.write("UPDATE user_sessions SET seen_at = \(SQL.now) WHERE token_hash = \(token)")
            }
        }
        return try UserRecord(row)
    }

    package func closeSession(_ token: [UInt8]) async throws {
        try await database.transaction { session in
            try await session.write("DELETE FROM user_sessions WHERE token_hash = \(token)")
        }
    }
}

extension Users {
    /// Time until another login with these names and addresses may be tried; nil when it may be now.
    package func loginBlock(_ keys: [String]) async throws -> Duration? {
        let row = try await database.row(
            """
            SELECT blocked_until, \(SQL.now) AS now FROM login_failures
            WHERE key \(in: keys) AND blocked_until > \(SQL.now) ORDER BY blocked_until DESC LIMIT 1
            """)
        return try row.map { try $0.timestamp("blocked_until") - $0.timestamp("now") }
    }

    /// A login failed: from the fifth failure on, the next try waits two seconds, and twice as long each time, up to
    /// a quarter of an hour. A day without failures forgets them.
    package func noteLoginFailure(_ keys: [String]) async throws {
        try await database.transaction { session in
            try await session.write(
                "DELETE FROM login_failures WHERE blocked_until < \(SQL.now) - \(Duration.seconds(86_400))")
            for key in keys {
                let row = try await session.first(
                    """
                    INSERT INTO login_failures (key, failures, blocked_until) VALUES (\(key), 1, \(SQL.now))
                    ON CONFLICT (key) DO UPDATE SET failures = login_failures.failures + 1
                    RETURNING failures
                    """)
                let failures = try row?.int("failures") ?? 1
                let wait = failures < 5 ? 0 : min(900, 1 << min(failures - 4, 10))
                try await session.write(
                    """
                    UPDATE login_failures SET blocked_until = \(SQL.now) + \(Duration.seconds(wait)) WHERE key = \(key)
                    """)
            }
            try await session.record(.userLoginFailed, detail: keys.joined(separator: ", "))
        }
    }

    /// The login succeeded after all: earlier failures no longer count.
    package func forgetLoginFailures(_ keys: [String]) async throws {
        try await database.transaction { session in
            try await session.write("DELETE FROM login_failures WHERE key \(in: keys)")
        }
    }
}
