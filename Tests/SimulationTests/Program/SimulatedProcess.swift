import Classification
import ContactDetection
import Correspondence
import Database
import Delivery
import Logging
import PostOffice
import Settings
import Storage
import Synchronization
import Timing

@testable import Engine

/// One running Mosaic: the engine's own parts over a mortal database, moved one job at a time.
final class SimulatedProcess: Sendable {
    let name: String
    let fate: Fate
    let outside: Outside
    let oracle: Oracle
    let sabotage: Sabotage?
    let parts: EngineParts
    private let identity: ProcessIdentity
    private let accounts: [AccountID]
    private let sends = Mutex<[MessageID: Send]>([:])

    /// A send under way: when its claim was made, and the claim's fence.
    struct Send: Sendable {
        let began: Int
        let fence: Int64
    }

    init(
        name: String, fate: Fate, base: SQLiteDatabase, outside: Outside, oracle: Oracle, minds: Minds,
        sabotage: Sabotage?, accounts: [AccountID]
    ) {
        self.name = name
        self.fate = fate
        self.outside = outside
        self.oracle = oracle
        self.sabotage = sabotage
        self.accounts = accounts
        identity = ProcessIdentity(host: "simulated", boot: "boot", pid: 0, started: name)
        parts = EngineParts(
            settings: Self.settings(outside.script),
            store: Store(database: MortalDatabase(base: base, fate: fate, oracle: oracle)),
            cache: nil, detector: minds.detector,
            classifier: sabotage == .decidesWithoutVeto ? Yes() : minds.classifier,
            mint: MessageIDMint(key: Array("simulation".utf8), instance: "simulation"), clock: outside.clock,
            log: Logger(label: "simulation") { _ in StoryLog(process: name, outside: outside, fate: fate) })
    }

    private static func settings(_ script: Script) -> MosaicSettings {
        let nowhere = ServerAddress(host: "localhost", port: 1, security: .none)
        return MosaicSettings(
            accounts: script.accounts.map { person in
                // The script's addresses are well-formed.
                AccountSettings(
                    address: EmailAddress(person.address)!, password: Secret("none"), name: person.name, imap: nowhere,
                    smtp: nowhere)
            },
            database: .sqlite(path: ":memory:"))
    }

    var description: String { identity.description }
    func sendUnderWay(of mail: MessageID) -> Send { sends.withLock { $0[mail] } ?? Send(began: 0, fence: 0) }

    /// Forgets its mailboxes, which hold it: a process that nobody runs any more goes.
    func letGo() {
        for account in accounts { parts.ready.remove(account) }
    }

    // MARK: Jobs

    /// Takes or keeps the right to watch each account, and reads its mailboxes.
    func watch(deadHolders: Set<String>) async {
        for (number, account) in accounts.enumerated() {
            do {
                try await watch(number, account, deadHolders)
            } catch {
                guard fate.isAlive else { return }
                outside.note("\(name) stops watching account \(number): \(error)")
                parts.ready.remove(account)
            }
        }
    }

    private func watch(_ number: Int, _ account: AccountID, _ deadHolders: Set<String>) async throws {
        if let rights = parts.ready[account]?.rights, let lease = rights.watch {
            guard try await parts.store.leases.renew(rights.leases, for: AccountWatcher.leaseTime) else {
                throw LeaseLost()
            }
            return try await SimulatedMailboxes(process: self, number: number, account: account, lease: lease).read()
        }
        let other = try await parts.store.leases.holder(of: AccountRights.watchName(account))
        let dead = other.flatMap { deadHolders.contains($0) ? $0 : nil }
        guard
            let rights = try await parts.store.leases.acquireRights(
                to: account, holder: identity.description, deadHolder: dead, for: AccountWatcher.leaseTime),
            let lease = rights.watch
        else { return }
        outside.note("\(name) watches account \(number) with fence \(lease.fence)")
        let mailboxes = SimulatedMailboxes(process: self, number: number, account: account, lease: lease)
        try await mailboxes.read()
        parts.ready.insert(ReadyAccount(rights: rights, mailboxes: [mailboxes]), for: account)
    }

    func decide() async {
        do {
            let service = DecisionService(parts, identity)
            let ripe = try await parts.store.conversations.claimDecisions(
                limit: 3, by: identity.description, lease: DecisionService.leaseTime)
            for work in ripe { await service.decide(work) }
        } catch {
            // Dead, and seen so by whoever runs it.
        }
    }

    /// Gives free what dead processes were deciding.
    func releaseDecisions(of dead: Set<String>) async {
        do {
            for holder in try await parts.store.conversations.decisionHolders() where dead.contains(holder) {
                try await parts.store.conversations.releaseDecisions(heldBy: holder)
            }
        } catch {
            // Dead, and seen so by whoever runs it.
        }
    }

    func dispatch() async {
        do {
            let sender = MailSender(parts: parts, accounts: senders)
            let began = outside.with { state in
                state.moment += 1
                return state.moment
            }
            let claims = try await parts.store.outbox.claimDue(
                of: parts.ready.accounts, limit: 3, window: 3, lease: Dispatcher.leaseTime, policy: parts.sendPolicy)
            for (_, window) in Dictionary(grouping: claims, by: \.account).sorted(by: { $0.key < $1.key }) {
                guard fate.isAlive else { return }
                for claim in window {
                    if let id = name(of: claim) { sends.withLock { $0[id] = Send(began: began, fence: claim.fence) } }
                    outside.note(
                        "\(name) claims step \(claim.step) of thread \(claim.conversation), fence \(claim.fence)")
                }
                await sender.send(window)
            }
        } catch {
            // Dead, and seen so by whoever runs it.
        }
    }

    /// The id that a claimed mail has or gets.
    private func name(of claim: MailClaim) -> MessageID? {
        if let kept = claim.rendered { return kept.messageID }
        return try? senders[claim.account]?.compose(claim, mint: parts.mint, now: outside.clock.now).messageID
    }

    func resolveDoubts() async { await DoubtResolver(parts: parts, accounts: senders).resolveAll() }

    private var senders: [AccountID: SendingAccount] {
        Dictionary(
            uniqueKeysWithValues: zip(accounts, parts.settings.accounts).enumerated().map { number, pair in
                (pair.0, SendingAccount(settings: pair.1, mailer: SimulatedMailer(process: self, number: number)))
            })
    }
}

/// A classifier that finds everybody interested, whatever the rules say.
private struct Yes: IntentClassifier {
    func classify(_ request: ClassificationRequest) async -> IntentVerdict {
        IntentVerdict(intent: .interested, confidence: 1, maySend: true, source: .rules(version: "none"))
    }
}

/// Writes the engine's events into the story, as long as their process lives.
private struct StoryLog: LogHandler {
    let process: String
    let outside: Outside
    let fate: Fate
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel = Logger.Level.debug

    init(process: String, outside: Outside, fate: Fate) {
        self.process = process
        self.outside = outside
        self.fate = fate
    }

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        guard fate.isAlive else { return }
        let facts = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        outside.note("\(process) \(event.message) \(facts.joined(separator: " "))")
    }
}
