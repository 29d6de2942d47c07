extension Event {
    /// Its entry in the catalogue, from the file of its subject. A test asks for that of every event.
    package var entry: EventEntry {
        guard
            let entry = accountEntry ?? campaignEntry ?? conversationEntry ?? deskEntry ?? engineEntry ?? mailEntry
                ?? mailboxEntry ?? replyEntry ?? watcherEntry
        else { preconditionFailure("\(rawValue) has no entry in the catalogue") }
        return entry
    }
}
