import Correspondence
import Synchronization

/// Decides which accounts may be asked for their next mail: fair between accounts and between servers.
///
/// - One mail of an account at a time, so that spacing and caps see it.
/// - Accounts take turns: an account that had one waits until all others with due mail had theirs.
/// - A server gets at most half of the places that others leave, and one only while it is under suspicion: then its next
///   account is a probe for all.
final class SendingLanes: Sendable {
    /// Accounts to claim from, and the most mails of each.
    struct Offer: Equatable {
        let accounts: [AccountID]
        let limit: Int
        /// Whether others are left out only because they had their turn in this round.
        var leavesOut = false
    }

    /// A failure's verdict on the server.
    struct Suspicion: Equatable {
        /// All our accounts that send through it.
        let accounts: [AccountID]
        /// Failures in a row before this one.
        let failures: Int
    }

    private struct Standing {
        var busy = 0
        var failures = 0
        /// Accounts that failed since the server last accepted a mail.
        var failed: Set<AccountID> = []

        var isInQuestion: Bool { failures > 0 }
    }

    private struct State {
        var busy: Set<AccountID> = []
        /// Accounts that had a turn in this round.
        var served: Set<AccountID> = []
        var servers: [String: Standing] = [:]
    }

    private let servers: [AccountID: String]
    private let slots: Int
    private let isOneServer: Bool
    private let state = Mutex(State())

    /// - Parameters:
    ///   - servers: the server of each account; accounts without one share nothing.
    ///   - slots: the most mails in progress.
    init(servers: [AccountID: String], slots: Int) {
        self.servers = servers
        self.slots = max(1, slots)
        isOneServer = Set(servers.values).count < 2
    }

    /// Accounts without a mail in progress whose server has room; where there is not room for all, those that had no turn in this
    /// round come first.
    func offer(of ready: [AccountID]) -> Offer {
        state.withLock { state in
            let total = state.busy.count
            var rooms: [String: Int] = [:]
            var least = slots - total
            let open = ready.filter { account in
                guard !state.busy.contains(account) else { return false }
                guard let server = servers[account] else { return true }
                let room = rooms[server] ?? room(of: state.servers[server] ?? Standing(), total)
                rooms[server] = room
                if room > 0 { least = min(least, room) }
                return room > 0
            }
            if open.count <= least { return Offer(accounts: open, limit: least) }
            let waiting = open.filter { !state.served.contains($0) }
            return Offer(accounts: waiting, limit: max(0, least), leavesOut: waiting.count < open.count)
        }
    }

    /// Everybody may have a turn again.
    func beginRound() {
        state.withLock { $0.served = [] }
    }

    private func room(of standing: Standing, _ total: Int) -> Int {
        if standing.isInQuestion { return 1 - standing.busy }
        let left = slots - (total - standing.busy)
        return (isOneServer ? left : max(1, (left + 1) / 2)) - standing.busy
    }

    func begin(_ account: AccountID) {
        state.withLock { state in
            guard state.busy.insert(account).inserted else { return }
            state.served.insert(account)
            if let server = servers[account] { state.servers[server, default: Standing()].busy += 1 }
        }
    }

    func end(_ account: AccountID) {
        state.withLock { state in
            guard state.busy.remove(account) != nil, let server = servers[account] else { return }
            state.servers[server]?.busy -= 1
        }
    }

    /// The server accepted something from the account.
    func succeeded(_ account: AccountID) {
        guard let server = servers[account] else { return }
        state.withLock { state in
            state.servers[server]?.failures = 0
            state.servers[server]?.failed = []
        }
    }

    /// Records a failure that may be the server's.
    ///
    /// - Parameter isBeforeLogin: the server did not know the account yet, so the failure is certainly its own.
    /// - Returns: nil while it may be the account's alone; two accounts in a row are no coincidence.
    func failed(_ account: AccountID, isBeforeLogin: Bool) -> Suspicion? {
        guard let server = servers[account] else { return nil }
        return state.withLock { state in
            var standing = state.servers[server] ?? Standing()
            standing.failed.insert(account)
            defer { state.servers[server] = standing }
            guard isBeforeLogin || standing.failed.count > 1 else { return nil }
            let before = standing.failures
            standing.failures += 1
            let accounts = servers.filter { $0.value == server }.map(\.key).sorted()
            return Suspicion(accounts: accounts, failures: before)
        }
    }
}
