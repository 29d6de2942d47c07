import Correspondence
import Database
import Events

/// Users of the desk, and their sessions. Tables: `users`, `user_sessions`, `login_failures`.
package struct Users: Sendable {
    let database: any SQLDatabase
}

extension Store {
    package var users: Users { Users(database: database) }
}

extension Users {
    package func list() async throws -> [UserRecord] {
        try await database.rows("SELECT id, name, role, created_at FROM users ORDER BY name").map(UserRecord.init)
    }

    /// Whether anybody can log in.
    package func exist() async throws -> Bool {
        try await database.row("SELECT id FROM users ORDER BY id LIMIT 1") != nil
    }

    /// A user by name, with the hash of their password.
    package func find(_ name: String) async throws -> (user: UserRecord, password: String)? {
        try await database.row("SELECT * FROM users WHERE name = \(name)").map {
            (try UserRecord($0), try $0.string("password"))
        }
    }

    /// Adds a user, unless the name is taken.
    ///
    /// - Parameters:
    ///   - password: its hash.
    ///   - onlyFirst: only if there is no user yet.
    /// - Returns: false where nothing was changed.
    package func add(
        _ name: String, password: String, role: UserRole, onlyFirst: Bool = false
    ) async throws -> Bool {
        try await database.transaction { session in
            // Two links of two processes must not make two first admins.
            try await session.lockUsers()
            let others = try await session.query("SELECT name FROM users").map { try $0.string("name") }
            guard !others.contains(name), !onlyFirst || others.isEmpty else { return false }
            try await session.write(
                """
                INSERT INTO users (name, password, role, created_at)
                VALUES (\(name), \(password), \(role), \(SQL.now))
                """)
            try await session.record(.userAdded, detail: "\(name), \(role.rawValue)")
            return true
        }
    }

    /// Sets a password, and logs its owner out everywhere.
    package func setPassword(_ password: String, of user: UserID) async throws {
        try await database.transaction { session in
            try await session.write("UPDATE users SET password = \(password) WHERE id = \(user)")
            try await session.write("DELETE FROM user_sessions WHERE user_id = \(user)")
            let name = try await session.first("SELECT name FROM users WHERE id = \(user)")?.string("name") ?? ""
            try await session.record(.userPassword, detail: name)
        }
    }

    /// Removes a user's access at once. The last admin stays.
    package func remove(_ user: UserID) async throws -> Intervention {
        try await database.transaction { session in
            try await session.lockUsers()
            let users = try await session.query("SELECT * FROM users").map(UserRecord.init)
            guard let gone = users.first(where: { $0.id == user }) else { return .unknown }
            guard users.contains(where: { $0.id != user && $0.role == .admin }) else {
                return .refused("somebody must be left who may add people")
            }
            try await session.write("DELETE FROM user_sessions WHERE user_id = \(user)")
            try await session.write("DELETE FROM users WHERE id = \(user)")
            try await session.record(.userRemoved, detail: gone.name)
            return .done
        }
    }
}

extension SQLSession {
    fileprivate func lockUsers() async throws {
        try await write(.either(postgres: "LOCK TABLE users IN EXCLUSIVE MODE", sqlite: "SELECT 1"))
    }
}
