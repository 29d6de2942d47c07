extension IMAPConnection {
    /// Changes flags of messages of the selected mailbox, and reads them back from the server.
    ///
    /// The result is that of a FETCH after the change, not the intended change: a keyword that the server does not keep is missing from
    /// it, and so is a message that no longer exists.
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
}
