extension Event {
    /// Those who use Mosaic, and what they are told.
    var deskEntry: EventEntry? {
        switch self {
        case .alertDelivered: .logged(.info, ["alert", "target"], "Somebody was told that something wants a person.")
        case .alertNotDelivered:
            .logged(
                .warning, ["alert", "do", "error", "target"],
                "An alert did not arrive; it is tried again for three days, unless the receiver wants nothing any more."
            )
        case .alertTargetAdded: .audited([.detail], "A person had alerts sent somewhere: its number and form.")
        case .alertTargetRemoved: .audited([.detail], "A person ended alerts to somewhere: its number.")
        case .alertsNotRead: .logged(.warning, ["error"], "Alerts could not be read or written; it is tried again.")

        case .deskFailed:
            .logged(.error, ["error", "do"], "A page of the desk could not be made, or the desk could not be opened.")
        case .deskOpened: .logged(.info, ["url", "do"], "The desk answers browsers.")

        case .userAdded: .audited([.detail], "Somebody may use the desk from now on: name and role in the detail.")
        case .userLoggedIn: .audited([.detail], "Somebody logged in to the desk.")
        case .userLoginFailed:
            .audited([.detail], "A login to the desk was refused: the name and the network address in the detail.")
        case .userPassword: .audited([.detail], "Somebody's password was set, which logged them out everywhere.")
        case .userRemoved: .audited([.detail], "Somebody may not use the desk any more.")
        default: nil
        }
    }
}
