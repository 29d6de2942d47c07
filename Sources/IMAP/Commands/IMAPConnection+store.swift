extension IMAPConnection {
    /// Changes flags of messages of the selected mailbox, and reads them back from the server.
    ///
    /// The result is what a FETCH after the change says, not what the change was meant to do: a keyword the server does
    /// not keep is missing from it, and so is a message that no longer exists.
    public nonisolated(nonsending) func store(
        _ uids: UIDSet, _ change: FlagChange
    ) async throws(IMAPError) -> [UID: Set<Flag>] {
        for chunk in change.isNothing ? [] : uids.chunks() {
            var store = text("UID STORE \(chunk) \(change.item) ")
            try store.append(flags: change.flags)
            _ = try await run(command("UID STORE", store))
        }
        let messages = try await fetch(uids, [.flags])
        return messages.reduce(into: [:]) { flags, message in flags[message.uid] = message.flags }
    }

    /// Gives messages of the selected mailbox one of Gmail's labels, or takes it off. Throws `.no` where the label is not made yet
    /// and the server makes none by itself.
    public nonisolated(nonsending) func label(_ uids: UIDSet, _ change: LabelChange) async throws(IMAPError) {
        guard capabilities.contains(.gmailExtensions) else { throw .unsupported("Gmail's labels") }
        for chunk in uids.chunks() {
            var store = text("UID STORE \(chunk) \(change.item) (")
            try store.append(string: change.name.wire(utf8: store.utf8))
            store.append(")")
            _ = try await run(command("UID STORE", store))
        }
    }
}

/// What STORE does to Gmail's labels of each message (X-GM-LABELS). A label is a mailbox too.
public enum LabelChange: Sendable, Hashable {
    case add(MailboxName)
    case remove(MailboxName)

    var name: MailboxName {
        switch self {
        case .add(let name), .remove(let name): name
        }
    }

    var item: String {
        switch self {
        case .add: "+X-GM-LABELS"
        case .remove: "-X-GM-LABELS"
        }
    }
}
