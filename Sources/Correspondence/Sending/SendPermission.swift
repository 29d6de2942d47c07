/// The word at the last moment: whether a mail that is with the server, but for its final dot, may go out.
package enum SendPermission: Sendable {
    /// Send, unless the objection says otherwise when it is asked right before the dot.
    ///
    /// Time may have passed since the permission was given: a process can be held up between any two instructions. The
    /// closure runs on the transport's thread and must return at once: every other transfer waits for it.
    case granted(unless: @Sendable () -> String?)
    /// Do not send, and why.
    case withheld(String)

    /// A permission that nothing can void any more.
    package static let granted = SendPermission.granted { nil }
}
