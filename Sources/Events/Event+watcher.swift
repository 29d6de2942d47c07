extension Event {
    /// The watching of accounts.
    var watcherEntry: EventEntry? {
        switch self {
        case .watcherConnected:
            .logged(.info, ["protocol", "account", "idle", "server"], "An account is watched from now on.")
        case .watcherFailed:
            .logged(
                .error, ["protocol", "account", "failures", "error", "again_in"],
                "Watching an account failed; it is tried again.")
        case .watcherHeldElsewhere:
            .logged(
                .info, ["protocol", "account", "failures", "error", "again_in"], "Another process watches this account."
            )
        case .watcherNoSentMailbox:
            .logged(
                .warning, ["protocol", "account", "do"],
                "An account has no Sent mailbox, so replies cannot be recognised.")
        case .watcherOnlySends: .logged(.info, ["account"], "An account without an inbox can send from now on.")
        case .watcherReconnects:
            .logged(
                .info, ["protocol", "account", "error"], "A connection ended, as connections do; a new one is made.")
        case .watcherReportFailed: .logged(.error, ["account", "error"], "The state of a watcher could not be stored.")
        case .watcherRightsNotProlonged:
            .logged(
                .error, ["error", "do"],
                "The rights to the accounts could not be prolonged; they hold until their time is over.")
        default: nil
        }
    }
}
