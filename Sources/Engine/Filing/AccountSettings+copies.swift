import Settings

extension AccountSettings {
    /// Whether a Gmail mailbox gets its copy of what is sent by itself: Gmail's submission server and its web interface see to
    /// that. Its relay and the servers of others do not.
    var copiesFileThemselves: Bool {
        if case .gmail? = outlet { return true }
        return ["smtp.gmail.com", "smtp.googlemail.com"].contains(smtp?.host.lowercased())
    }
}
