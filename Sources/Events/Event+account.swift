extension Event {
    /// Accounts, and what they may send.
    var accountEntry: EventEntry? {
        switch self {
        case .accountDemoted:
            .written(
                .warning, ["account", "from", "to", "do"], audit: [.account, .detail],
                "An account does less by itself, because people disagreed with it.")
        case .accountLimitReset:
            .audited([.account, .detail], "A person lets an account's own limit count anew; its provider's goes on.")
        case .accountNotReached:
            .logged(
                .error, ["error", "do"], "A new account cannot be reached or its login is refused; the others start.")
        case .accountPaused:
            .audited([.account, .detail], "A person paused an account: it sends nothing for a while.")
        case .accountPromoted:
            .written(
                .info, ["account", "from", "to", "do"], audit: [.account, .detail],
                "An account may do more, because people agreed with it often enough.")
        case .accountRecovered:
            .written(.info, ["protocol", "account"], audit: [.account], "An account's server takes mail again.")
        case .accountResumed: .audited([.account], "A person lets an account send again.")
        case .accountRival:
            .written(
                .error, ["protocol", "account", "installation", "do"], audit: [.account, .detail],
                "Another installation of Mosaic uses an account's mailbox: nothing is sent from it until a person decides."
            )
        case .accountState:
            .audited([.account, .detail], "A person set what an account may do: the state in the detail.")
        case .accountTakenOver:
            .audited([.account], "A person lets this installation go on with an account that another one had marked.")
        case .accountTested:
            .audited(
                [.account, .detail], "A person had an account's servers tried: the result in the detail.")
        case .accountWaits:
            .written(
                .warning, ["protocol", "account", "accounts", "failures", "span", "error", "do"],
                audit: [.account, .detail],
                "An account sends nothing for a while after a failure of its own, and goes on by itself.")

        case .autonomyFailed:
            .logged(.warning, ["error"], "What people said of accounts could not be read; it is tried again.")

        case .lockReleased: .audited([.account, .detail], "A job gave an account back.")
        case .lockTaken: .audited([.account, .detail], "A job has an account to itself from now on.")

        case .oauthConnected:
            .audited([.detail], "A person connected a mailbox by OAuth: provider and address in the detail.")
        case .oauthEnded:
            .audited(
                [.detail], "A provider no longer accepts a mailbox's permission: address and reason in the detail.")

        case .quotaKnown: .logged(.info, ["account", "quota", "do"], "A provider says how much an account may send.")
        case .quotaNeedsPerson:
            .logged(.warning, ["account", "quota", "do"], "A provider lets an account send less than it might.")
        case .quotaUnknown:
            .logged(.warning, ["account", "error", "do"], "A provider does not say how much an account may send.")

        case .sendingResumed: .audited([], "A person lets the installation send again.")
        case .sendingStopped:
            .audited([.detail], "A person stopped all sending of the installation, until a person resumes it.")
        default: nil
        }
    }
}
