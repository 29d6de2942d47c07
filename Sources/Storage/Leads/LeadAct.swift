package import Outreach

/// An act of a person on many leads at a time.
package enum LeadAct: String, CaseIterable, Hashable, Sendable {
    /// Nothing more leaves before they are released.
    case pause
    /// Those that are held or have failed go on.
    case release
    /// They get no mail of their campaign any more.
    case skip
    /// Those that have got nothing yet begin anew.
    case reset

    /// The states from which it leads somewhere.
    package var states: [LeadState] {
        switch self {
        case .pause: LeadState.allCases.filter(\.isRunning)
        case .release: [.held, .failed]
        case .skip: LeadState.allCases.filter { !$0.isEnd }
        case .reset: [.pending, .needsData, .held, .failed, .stopped]
        }
    }
}

/// Which leads of a campaign are meant.
package struct LeadSelection: Hashable, Sendable {
    /// Nil: every state that the act changes.
    package var state: LeadState?
    /// Values that they have, by the names that texts use; all of them.
    package var values: [String: String]

    package init(in state: LeadState? = nil, with values: [String: String] = [:]) {
        self.state = state
        self.values = values
    }
}
