import Crypto
package import Storage
package import Text
import Timing

/// Logins to the desk: sessions, and who may log in.
package final class Doorkeeper: Sendable {
    /// The result of a login.
    package enum Outcome: Sendable {
        /// - Parameters:
        ///   - token: the cookie's value, which is stored nowhere.
        ///   - browser: what makes this browser a known one.
        case welcome(token: String, browser: KnownBrowser, UserRecord)
        /// The name or the password is wrong; the answer does not say which.
        case refused
        /// Too many tries.
        case wait(Duration)
        /// Too many people try at once.
        case busy
    }

    static let shortestPassword = 10

    private let store: Store
    private let passwords: PasswordChecks
    private let line = LoginLine()

    package init(_ store: Store, cost: PasswordHash.Cost = .standard) {
        self.store = store
        passwords = PasswordChecks(cost: cost)
    }

    /// - Parameters:
    ///   - network: the network of the person who tries.
    ///   - browser: what their browser kept of an earlier login.
    package func logIn(
        _ name: String, password: String, from network: String, with browser: String? = nil
    ) async throws -> Outcome {
        let name = Self.folded(name)
        let found = try await store.users.find(name)
        let known = browser.flatMap { browser in found.flatMap { KnownBrowser(browser, of: $0.password) } }
        let keys = known.map { [$0.key] } ?? ["name:\(name.prefix(64))", "address:\(network.prefix(64))"]
        if let block = try await store.users.loginBlock(keys) { return .wait(block) }
        let place: LoginLine.Place = known == nil ? .stranger(network: network) : .known
        guard line.enter(place) else { return .busy }
        defer { line.leave(place) }
        guard await passwords.matches(password, found?.password), let found else {
            try await store.users.noteLoginFailure(keys)
            return .refused
        }
        try await store.users.forgetLoginFailures(keys)
        return .welcome(
            token: try await openSession(of: found.user.id), browser: known ?? KnownBrowser(of: found.password),
            found.user)
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
