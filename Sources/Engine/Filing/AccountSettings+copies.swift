import Settings

extension AccountSettings {
    /// Whether a Gmail mailbox files its own copy of sent mail: Gmail's submission server and its web interface do. Its relay and
    /// other servers do not.
    var copiesFileThemselves: Bool {
        if case .gmail? = outlet { return true }
        return ["smtp.gmail.com", "smtp.googlemail.com"].contains(smtp?.host.lowercased())
    }
}
