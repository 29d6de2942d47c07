/// The operations of STORE on a label of Gmail's.
public enum LabelChange: Sendable, Hashable {
    case add, remove

    var item: StaticString {
        switch self {
        case .add: "+X-GM-LABELS"
        case .remove: "-X-GM-LABELS"
        }
    }
}

extension IMAPConnection {
    /// Puts a label of Gmail's on messages of the selected mailbox, or takes it off. A label is a mailbox there, by the same
    /// name (<https://developers.google.com/workspace/gmail/imap/imap-extensions>).
    ///
    /// Throws `.unsupported` where the server is not Gmail's.
    public nonisolated(nonsending) func store(
        _ uids: UIDSet, _ change: LabelChange, label: MailboxName
    ) async throws(IMAPError) {
        guard capabilities.contains(.gmailExtensions) else { throw .unsupported("labels (X-GM-EXT-1)") }
        for chunk in uids.chunks() {
            var store = text("UID STORE \(chunk) \(change.item) (")
            try store.append(mailbox: label)
            store.append(")")
            _ = try await run(command("UID STORE", store))
        }
    }
}
