/// The place of an appended message, from UIDPLUS (RFC 4315).
public struct AppendedUID: Hashable, Sendable {
    public let uidValidity: UIDValidity
    public let uid: UID
}

extension IMAPConnection {
    /// Stores a message, CRLF line ends and all as given, in a mailbox that need not be selected.
    ///
    /// Returns its place if the server tells. Throws `.no` with code `.tryCreate` when the mailbox does not exist,
    /// `.invalidArgument` when the message contains a NUL.
    public nonisolated(nonsending) func append(
        _ message: [UInt8], to mailbox: MailboxName, flags: Set<Flag> = [], date: InternalDate? = nil
    ) async throws(IMAPError) -> AppendedUID? {
        var append = text("APPEND ")
        try append.append(mailbox: mailbox)
        append.append(" ")
        if !flags.isEmpty {
            try append.append(flags: flags)
            append.append(" ")
        }
        if let date { append.append("\"\(date)\" ") }
        try append.append(literal: message)
        // In addition to the usual time, the time that a slow uplink of 32 KiB a second needs.
        let time = endpoint.commandTimeout + .seconds(message.count / 32_768)
        let answer = try await run(command("APPEND", append, within: time))
        guard case .ok(let status) = answer.completion, case .appendUID(let validity, let uids)? = status.code,
            let uid = uids.first
        else { return nil }
        return AppendedUID(uidValidity: validity, uid: uid)
    }
}
