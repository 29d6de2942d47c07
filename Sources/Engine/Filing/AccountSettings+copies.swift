import Settings

extension AccountSettings {
    /// Whether a Gmail mailbox gets its copy of what is sent by itself: Gmail's submission server sees to that. Its relay and
    /// the servers of others do not.
    var copiesFileThemselves: Bool {
        ["smtp.gmail.com", "smtp.googlemail.com"].contains(smtp?.host.lowercased())
    }
}
