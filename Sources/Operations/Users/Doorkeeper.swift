import Crypto
package import Storage
import Synchronization
package import Text
import Timing

/// Logins to the desk: sessions, and who may log in.
package final class Doorkeeper: Sendable {
    /// The result of a login.
    package enum Outcome: Sendable {
        /// The cookie's value, which is stored nowhere.
        case welcome(token: String, UserRecord)
        /// The name or the password is wrong; the answer does not say which.
        case refused
        /// Too many tries.
        case wait(Duration)
        /// Too many people try at once.
        case busy
    }

    /// Logins that may wait in line.
    static let mostWaiting = 5
    static let shortestPassword = 10

    private let store: Store
    private let passwords: PasswordChecks
    private let waiting = Mutex(0)

    package init(_ store: Store, cost: PasswordHash.Cost = .standard) {
        self.store = store
        passwords = PasswordChecks(cost: cost)
    }

    /// - Parameter origin: the network address of the person who tries.
    package func logIn(_ name: String, password: String, from origin: String) async throws -> Outcome {
        let name = Self.folded(name)
        let keys = ["name:\(name.prefix(64))", "address:\(origin.prefix(64))"]
        if let block = try await store.users.loginBlock(keys) { return .wait(block) }
        guard enter() else { return .busy }
        defer { waiting.withLock { $0 -= 1 } }
        let known = try await store.users.find(name)
        guard await passwords.matches(password, known?.password), let user = known?.user else {
            try await store.users.noteLoginFailure(keys)
            return .refused
        }
        try await store.users.forgetLoginFailures(keys)
        return .welcome(token: try await openSession(of: user.id), user)
    }

    /// The user with this token; nil when there is none.
    package func user(holding token: String) async throws -> UserRecord? {
        guard token.utf8.count == 43 else { return nil }
        return try await store.users.session(Self.hash(token))
    }

    package func logOut(_ token: String) async throws {
        try await store.users.closeSession(Self.hash(token))
    }

    private func openSession(of user: UserID) async throws -> String {
        let token = Base64.encoded([UInt8].fresh(count: 32), as: .url)
        try await store.users.openSession(of: user, token: Self.hash(token))
        return token
    }

    private func enter() -> Bool {
        waiting.withLock { count in
            guard count < Self.mostWaiting else { return false }
            count += 1
            return true
        }
    }

    private static func hash(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Array(token.utf8))) }

    static func folded(_ name: String) -> String { name.lowercased().filter { !$0.isWhitespace } }
}

extension Doorkeeper {
    /// Adds a user.
    ///
    /// - Parameter onlyFirst: only if there is no user yet.
    package func add(
        _ name: String, password: String, role: UserRole, onlyFirst: Bool = false
    ) async throws -> Acknowledgement {
        let name = Self.folded(name)
        guard !name.isEmpty, name.count <= 64, !name.unicodeScalars.contains(where: { $0.value < 0x21 }) else {
            throw OperationFailure(.unusable, "A name has 1 to 64 characters.")
        }
        let hash = try await hash(password)
        guard try await store.users.add(name, password: hash, role: role, onlyFirst: onlyFirst) else {
            throw OperationFailure(
                .refused, onlyFirst ? "Somebody has been added already: log in." : "There is a \(name) already.")
        }
        return Acknowledgement("\(name) may log in.", ["user": name])
    }

    /// Sets a user's password; they are logged out everywhere.
    package func setPassword(_ password: String, of name: String) async throws -> Acknowledgement {
        let user = try await find(name)
        try await store.users.setPassword(try await hash(password), of: user.id)
        return Acknowledgement("\(user.name) has a new password, and is logged out everywhere.", ["user": user.name])
    }

    /// Removes a user's access.
    package func remove(_ name: String) async throws -> Acknowledgement {
        let user = try await find(name)
        if case .refused(let reason) = try await store.users.remove(user.id) {
            throw OperationFailure(.refused, "Nothing was changed for \(user.name): \(reason).")
        }
        return Acknowledgement("\(user.name) may not log in any more.", ["user": user.name])
    }

    private func find(_ name: String) async throws -> UserRecord {
        guard let user = try await store.users.find(Self.folded(name))?.user else {
            throw OperationFailure(.unknown, "There is no user \(Self.folded(name).shownOnOneLine(limit: 64)).")
        }
        return user
    }

    private func hash(_ password: String) async throws -> String {
        guard password.count >= Self.shortestPassword, password.utf8.count <= 1_024 else {
            throw OperationFailure(.unusable, "A password has at least \(Self.shortestPassword) characters.")
        }
        return try await passwords.hash(password).description
    }
}

extension UserRecord: JSONConvertible {
    package var json: JSON { ["id": id, "name": name, "role": role.rawValue, "created_at": createdAt] }
}
