package import Delivery
package import IMAP
package import Settings

/// How the servers of an account are reached. The installation knows the concrete ways; what looks at accounts does
/// not.
package struct AccountAccess: Sendable {
    /// Connects to the inbox's server and logs in. The caller closes the connection.
    package let logIn: @Sendable (InboxSettings) async throws -> IMAPConnection
    /// What mail leaves by.
    package let mailer: @Sendable (OutletSettings) -> any Mailer

    package init(
        logIn: @escaping @Sendable (InboxSettings) async throws -> IMAPConnection,
        mailer: @escaping @Sendable (OutletSettings) -> any Mailer
    ) {
        self.logIn = logIn
        self.mailer = mailer
    }
}
