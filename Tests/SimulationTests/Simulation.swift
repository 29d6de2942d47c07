import Correspondence
import Database
import PostOffice
import Storage
import Synchronization
import Timing

/// One story, from its first mail until everything has come to rest, told by one seed.
///
/// The engine's own decisions, scheduling and sending run over a database in memory, on a clock that is moved by hand,
/// among mailboxes and servers that are values. No socket, no sleep, no second thread of control.
final class Simulation: Sendable {
    struct Outcome: Sendable {
        let seed: UInt64
        let violations: [String]
        let lines: [String]
        let departures: Int
        let deaths: Int

        /// The whole story, and how to have it told again.
        var story: String {
            lines.joined(separator: "\n")
                + "\n\nMOSAIC_SEED=\(seed) tells it again. What must never be so:\n"
                + violations.joined(separator: "\n")
        }
    }

    private let outside: Outside
    private let base: SQLiteDatabase
    private let store: Store
    private let oracle: Oracle
    private let minds: Minds
    private let sabotage: Sabotage?
    private let crew = Mutex(Crew())

    private struct Crew {
        var accounts: [AccountID] = []
        var processes: [SimulatedProcess] = []
        var dead: Set<String> = []
        var count = 0
    }

    /// Tells the story of a seed on a stage that is empty.
    static func run(_ seed: UInt64, on stage: Stage, minds: Minds, sabotage: Sabotage? = nil) async throws -> Outcome {
        var chance = Chance(seed: seed)
        let script = Script(seed: seed, chance: &chance)
        try await stage.clear()
        let outside = Outside(script: script, chance: chance, clock: stage.clock)
        return try await Simulation(outside: outside, base: stage.base, minds: minds, sabotage: sabotage).tell(seed)
    }

    private init(outside: Outside, base: SQLiteDatabase, minds: Minds, sabotage: Sabotage?) {
        self.outside = outside
        self.base = base
        self.minds = minds
        self.sabotage = sabotage
        store = Store(database: base)
        oracle = Oracle(outside: outside, base: base)
    }

    private func tell(_ seed: UInt64) async throws -> Outcome {
        try await open()
        for _ in 0..<26 {
            try await pass()
            await oneRound()
            await oracle.judgeTables()
        }
        outside.with { $0.isCalm = true }
        outside.note("calm: no more faults")
        try await comeToRest()
        await oracle.judgeEnd()
        let deaths = crew.withLock { crew in
            // Processes and this simulation hold each other.
            for process in crew.processes { process.letGo() }
            crew.processes = []
            return crew.dead.count
        }
        return outside.with { state in
            Outcome(
                seed: seed, violations: state.violations, lines: state.lines, departures: state.departures.count,
                deaths: deaths)
        }
    }

    /// Accounts are known and watched before anything happens: what lies in their inboxes by then is below the baseline.
    private func open() async throws {
        for (number, person) in outside.script.accounts.enumerated() {
            guard let address = EmailAddress(person.address) else { continue }
            let id = try await store.accounts.register(account: address, displayName: person.name, dailyLimit: 500)
            if let state = AccountState(rawValue: outside.script.states[number]) {
                try await store.accounts.setState(state, of: id)
            }
            crew.withLock { $0.accounts.append(id) }
        }
        _ = try await store.sequences.register(
            .collectContact(secondDelay: .seconds(24 * 3_600), thirdDelay: .seconds(48 * 3_600)))
        _ = try await store.instance.secret(orElse: Array("simulation".utf8))
        outside.with { $0.isCalm = true }
        await replaceDead()
        await work(crew.withLock { $0.processes[0] }, .watch)
        outside.with { $0.isCalm = false }
    }

    // MARK: Processes

    private enum Job: Sendable { case watch, decide, dispatch, resolveDoubts }

    /// Two processes share the database; for one that died the next is started.
    private func replaceDead() async {
        for place in 0..<2 {
            let current = crew.withLock { $0.processes.indices.contains(place) ? $0.processes[place] : nil }
            if let current, current.fate.isAlive { continue }
            current?.letGo()
            let new = makeProcess()
            let dead = crew.withLock { crew in
                if let current { crew.dead.insert(current.description) }
                if crew.processes.indices.contains(place) {
                    crew.processes[place] = new
                } else {
                    crew.processes.append(new)
                }
                return crew.dead
            }
            if current != nil {
                outside.note("\(new.name) starts")
                await sabotageRestart()
                await new.fate.live { await new.releaseDecisions(of: dead) }
            }
        }
    }

    private func makeProcess() -> SimulatedProcess {
        let number = crew.withLock { crew in
            crew.count += 1
            return crew.count
        }
        let name = "P\(number)"
        let fate = Fate(name: name, outside: outside) { await self.meanwhile(standing: name) }
        return SimulatedProcess(
            name: name, fate: fate, base: base, outside: outside, oracle: oracle, minds: minds, sabotage: sabotage,
            accounts: crew.withLock { $0.accounts })
    }

    private func sabotageRestart() async {
        guard sabotage == .resendsBlindly else { return }
        do {
            try await base.transaction { session in
                // A thorough saboteur: the conversation agrees with its outbox.
                try await session.execute(
                    """
                    UPDATE email_threads SET next_followup_at = (
                        SELECT due_at FROM outbox WHERE thread_id = email_threads.id AND state = 'in_doubt')
                    WHERE id IN (SELECT thread_id FROM outbox WHERE state = 'in_doubt')
                    """)
                try await session.execute(
                    """
                    UPDATE outbox SET state = 'planned', in_doubt_at = NULL, lease_until = NULL WHERE state = 'in_doubt'
                    """)
            }
        } catch {
            outside.violation("the saboteur cannot write: \(error)")
        }
    }

    private func work(_ process: SimulatedProcess, _ job: Job) async {
        // The dead are known to be dead only to whoever can see their machine.
        let dead = crew.withLock { $0.dead }
        let visible = outside.draw { $0.happens(700) } ? dead : []
        await process.fate.live {
            switch job {
            case .watch: await process.watch(deadHolders: visible)
            case .decide: await process.decide()
            case .dispatch: await process.dispatch()
            case .resolveDoubts: await process.resolveDoubts()
            }
        }
    }

    // MARK: Rounds

    private func oneRound() async {
        outside.catchUp()
        if outside.draw({ $0.happens(700) }) { await replaceDead() }
        let place = outside.draw { $0.number(0..<2) }
        for job in [Job.watch, .decide, .dispatch, .resolveDoubts] where outside.draw({ $0.happens(850) }) {
            await work(crew.withLock { $0.processes[place] }, job)
        }
    }

    /// Something that happens while one process stands still in the middle of its work.
    private func meanwhile(standing name: String) async {
        let other = crew.withLock { $0.processes.first { $0.name != name && $0.fate.isAlive } }
        let same = crew.withLock { $0.processes.first { $0.name == name } }
        switch outside.draw({ $0.number(0..<100) }) {
        case 0..<35: outside.hasten()
        case 35..<50: outside.wait(outside.draw { $0.seconds(1..<30) })
        case 50..<60: outside.wait(outside.draw { $0.seconds(30..<700) })
        case 60..<70: if let same { await work(same, .decide) }
        case 70..<85: if let other { await work(other, .watch) }
        case 85..<90: if let other { await work(other, .decide) }
        default:
            if let other {
                outside.wait(outside.draw { $0.seconds(30..<700) })
                await work(other, .watch)
                await work(other, .dispatch)
            }
        }
    }

    // MARK: Time

    /// Lets time pass up to the next thing that is to happen, inside or outside.
    private func pass() async throws {
        let (isHasty, moment) = outside.draw { ($0.happens(250), $0.seconds(1..<90)) }
        let next = try await timeToNext()
        let span = isHasty ? moment : min(next ?? .seconds(3_600), .seconds(6 * 3_600))
        try await pass(max(span, .milliseconds(500)))
    }

    /// Those who live and watch have prolonged their right all the while, most of the time.
    private func pass(_ span: Duration) async throws {
        let before = outside.clock.now
        outside.wait(span)
        for process in crew.withLock({ $0.processes }) where process.fate.isAlive {
            guard outside.draw({ $0.happens(850) }) || outside.with({ $0.isCalm }) else { continue }
            let holder = process.description
            try await base.transaction { session in
                try await session.execute(
                    """
                    UPDATE leases SET expires_at = \(SQL.now) + \(Duration.seconds(60))
                    WHERE holder = \(holder) AND expires_at > \(before)
                    """)
            }
        }
    }

    private func timeToNext() async throws -> Duration? {
        let now = outside.clock.now
        let accounts = crew.withLock { $0.accounts }
        var spans: [Duration] = []
        if let happening = outside.nextHappening { spans.append(happening - outside.with { $0.now }) }
        if let span = try await store.outbox.timeToNextDue(of: accounts) { spans.append(span) }
        if let span = try await store.conversations.timeToNextDecision() { spans.append(span) }
        for account in accounts {
            for role in MailboxRole.allCases {
                if let span = try await store.mailboxes.agenda(of: account, role).next { spans.append(span) }
            }
        }
        let lease = try await base.read { session in
            try await session.first(
                "SELECT MIN(COALESCE(lease_until, 0)) AS first FROM outbox WHERE state IN ('claimed', 'in_doubt')"
            )?.optionalTimestamp("first")
        }
        if let lease { spans.append(lease > now ? lease - now : .seconds(300)) }
        return spans.min().map { max($0, .milliseconds(10)) }
    }

    /// Without further faults everything that is open must come to its end.
    private func comeToRest() async throws {
        await replaceDead()
        for _ in 0..<120 {
            outside.catchUp()
            for place in 0..<2 {
                for job in [Job.watch, .decide, .dispatch, .resolveDoubts] {
                    await work(crew.withLock { $0.processes[place] }, job)
                }
            }
            if let span = try await timeToNext() {
                try await pass(span)
            } else if try await isUnread() {
                // Whoever died last still has the right to watch, for a while.
                try await pass(.seconds(60))
            } else {
                return
            }
        }
    }

    /// Whether a mailbox holds mail that nobody has looked at.
    private func isUnread() async throws -> Bool {
        for (number, account) in crew.withLock({ $0.accounts }).enumerated() {
            let inbox = try outside.with { try $0.world.mailbox(.inbox, of: $0.script.accounts[number].address) }
            let cursor = try await store.mailboxes.cursor(of: account, .inbox)
            guard let cursor, cursor.uidValidity == inbox.uidValidity, cursor.lastUID + 1 >= inbox.uidNext else {
                return true
            }
            guard sabotage != .looksIntoTheInboxAlone else { continue }
            let others = try await store.mailboxes.others(of: account)
            for folder in [Folder.named(Script.archive), .junk, .trash] {
                let box = try outside.with { try $0.world.mailbox(folder, of: $0.script.accounts[number].address) }
                guard others[box.name]?.nextUID == box.uidNext else { return true }
            }
        }
        return false
    }
}
