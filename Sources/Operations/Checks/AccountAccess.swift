package import Delivery
package import IMAP
package import Settings

/// How the servers of an account are reached. The installation provides the concrete ways, so that checks do not know
/// them.
package struct AccountAccess: Sendable {
    /// Connects to the inbox's server and logs in. The caller closes the connection.
    package let logIn: @Sendable (InboxSettings) async throws -> IMAPConnection
    /// The mailer of the account.
    package let mailer: @Sendable (OutletSettings) -> any Mailer
    /// Gets an access token; throws a sentence that says what to do if there is none.
    package let token: @Sendable (TokenOrigin) async throws -> Void

    package init(
        logIn: @escaping @Sendable (InboxSettings) async throws -> IMAPConnection,
        mailer: @escaping @Sendable (OutletSettings) -> any Mailer,
        token: @escaping @Sendable (TokenOrigin) async throws -> Void = { _ in }
    ) {
        self.logIn = logIn
        self.mailer = mailer
        self.token = token
    }
}
