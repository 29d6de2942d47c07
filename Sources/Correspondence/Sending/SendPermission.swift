/// The last decision before a mail leaves: the server has the whole mail but for its final dot, and the dot may go out or not.
///
/// The store grants it in the transaction that puts the mail in doubt (``MailState/inDoubt``), after asking every ``Gate`` again.
package enum SendPermission: Sendable {
    /// Send, unless the closure, asked right before the dot, returns an objection.
    ///
    /// Time may have passed since the permission was granted: a process can be held up between any two instructions. The
    /// closure runs on the transport's thread and must return at once: every other transfer waits for it.
    case granted(unless: @Sendable () -> String?)
    /// Do not send; with the reason.
    case withheld(String)

    /// A permission that nothing can withdraw any more.
    package static let granted = SendPermission.granted { nil }
}
