package import Correspondence

/// The sender of alerts by mail.
package struct AlertMailSettings: Sendable, Hashable {
    /// Nil: the first account that has an outlet.
    package var sender: EmailAddress?
    /// A server of its own; nil: the sender's account.
    package var login: ServerLogin?

    package init(sender: EmailAddress? = nil, login: ServerLogin? = nil) {
        self.sender = sender
        self.login = login
    }
}
