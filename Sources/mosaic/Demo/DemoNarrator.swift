import Correspondence
import Events
import Operations
import Outreach
import PostOffice
import Settings
import Storage
import Synchronization

/// Tells the story of the demo as it happens, from the audit in the database: who wrote what, and what was sent.
final class DemoNarrator: Sendable {
    private let terminal: Terminal
    private let start = ContinuousClock.now
    private let lastEvent = Mutex<Int64>(0)
    /// The number of answers told for each creator.
    private let told = Mutex<[String: Int]>([:])

    init(_ terminal: Terminal) {
        self.terminal = terminal
    }

    /// Follows the audit until cancelled.
    func follow(_ store: Store) async throws {
        terminal.print(
            terminal.lines(
                """
                Three mailboxes have written to twelve creators. Their answers come in now; Mosaic reads each one and does \
                what a careful assistant would do. Beside that, two of them begin to write to the shops of a CSV file.
                (Here a day takes six seconds: stage 2 follows a day after stage 1, stage 3 two days after stage 2.)

                """
            ).joined(separator: "\n"))
        while true {
            for event in try await store.audit.events(after: lastEvent.withLock { $0 }) {
                lastEvent.withLock { $0 = event.id }
                for line in try await lines(about: event, store) { terminal.print(line) }
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    func invite(to url: String, _ login: WebSettings.Admin) {
        terminal.print("The desk: \(url), name \(login.name), password \(login.password.revealed)\n")
    }

    func stay() {
        terminal.print("\nThe desk stays open until Ctrl+C.")
        terminal.flush()
    }

    func finish() {
        terminal.flush()
    }

    func show(_ report: DemoReport) {
        terminal.print("\n" + Self.text(of: report.leads, terminal))
        terminal.print("\n" + Self.text(of: report, terminal))
    }

    /// What became of the shops of the file.
    static func text(of leads: [DemoLeadLine], _ terminal: Terminal) -> String {
        var table = Table(["", "shop", "what happens", "mails", "now"], width: terminal.width)
        for line in leads {
            let mark = line.isRight ? terminal.green("✓") : terminal.red("✗")
            table.add([
                mark, line.lead.company, line.lead.summary, "\(line.mails)", line.state?.shown ?? "no lead",
            ])
        }
        return "\(table)"
    }

    /// A screen of 80 by 24 holds all of it, with suggestions of what to try next.
    static func text(of report: DemoReport, _ terminal: Terminal) -> String {
        var table = Table(["", "creator", "what they did", "mails", "now"], width: terminal.width)
        for line in report.lines {
            let mark = line.isRight ? terminal.green("✓") : terminal.red("✗")
            table.add([
                mark, line.creator.person.name, line.creator.summary, "\(line.mails)", line.state?.shown ?? "unknown",
            ])
        }
        let verdict =
            report.isRight
            ? terminal.green("All correct: nobody was mailed twice, missed, or answered by mistake.")
            : terminal.red("Something went wrong: see the lines marked ✗.")
        return "\(table)\n\n\(verdict)"
    }

    // MARK: Lines

    private func lines(about event: EventRecord, _ store: Store) async throws -> [String] {
        let name = event.contact.map { DemoCreator.name(of: $0.text) } ?? "Somebody"
        switch event.event {
        case .mailboxArmed where event.detail.hasPrefix("inbox"):
            return [at("Watching \(event.account?.text ?? "a mailbox"); older mail is left alone.")]
        case .replyDecided:
            return quote("\(name): ", words(of: event.contact?.text))
                + terminal.lines("→ \(DemoCreator.meaning(of: event.detail))", indent: indent)
                .map { indent + terminal.bold($0) }
        case .workerSent:
            guard let id = event.followUp, let mail = try await store.outbox.record(id) else { return [] }
            let step = mail.campaignStep ?? "stage \(mail.step)"
            return quote("✉ \(step) to \(name): ", mail.text ?? "").map(terminal.green)
        default: return []
        }
    }

    /// The creator's next text that was not told yet.
    private func words(of address: String?) -> String {
        guard let address, let answers = DemoCreator.answers(of: address) else { return "" }
        let number = told.withLock { told in
            defer { told[address, default: 0] += 1 }
            return told[address, default: 0]
        }
        guard number < answers.count else { return "" }
        switch answers[number] {
        case .reply(let text), .outOfOffice(let text): return text
        case .bounce(_, let diagnostic): return diagnostic
        default: return ""
        }
    }

    private let indent = "     "

    private func quote(_ who: String, _ text: String) -> [String] {
        let line = who + "“\(text.shownOnOneLine())”"
        return terminal.lines(line, indent: indent).enumerated().map { $0 == 0 ? at($1) : indent + $1 }
    }

    private func at(_ text: String) -> String {
        let seconds = start.duration(to: .now).components.seconds
        return terminal.dim(seconds < 10 ? " \(seconds)s" : "\(seconds)s") + "  " + text
    }
}

extension DemoCreator {
    fileprivate static func name(of address: String) -> String {
        let lead = DemoLead.cast.first { $0.people.contains { $0.address == address } }
        return cast.first { $0.person.address == address }?.person.name ?? lead?.company ?? address
    }

    /// What they write, in order; nil: they are nobody of the demo.
    fileprivate static func answers(of address: String) -> [CreatorScript.Action]? {
        if let creator = cast.first(where: { $0.person.address == address }) { return creator.answers.map(\.action) }
        return DemoLead.cast.first { $0.people.contains { $0.address == address } }
            .map { lead in lead.answers.sorted { $0.key < $1.key }.map(\.value) }
    }

    /// A decision from the audit, in plain words.
    static func meaning(of decision: String) -> String {
        switch DecisionKind(stored: decision) {
        case .startSequence: return "interested: ask for a way to reach them"
        case .handOff:
            let reason = HandoffReason(rawValue: String(decision.drop { $0 != ":" }.dropFirst(2)))
            return "over to you, marked unread: \(reason?.sentence ?? decision)"
        case .complete: return "not interested: close, write no more"
        case .optOut: return "opted out: never write again"
        case .suppressBounced: return "the address does not exist: never write again"
        case .hold: return "away: wait until they are back"
        case .ignore: return "an automatic reply: nothing to do"
        case nil: return decision
        }
    }
}

extension ConversationState {
    fileprivate var shown: String {
        switch self {
        case .awaitingReply: "waits for them"
        case .inSequence: "being followed up"
        case .sequenceFinished: "no answer, done"
        case .withPerson: "with you, unread"
        case .completed: "declined, done"
        case .stopped: "no more mail"
        }
    }
}

extension LeadState {
    fileprivate var shown: String {
        switch self {
        case .pending: "not begun"
        case .active: "being written to"
        case .needsData: "waits for values"
        case .held: "with you"
        case .finished: "no answer, done"
        case .replied: "has answered"
        case .stopped: "no more mail"
        case .failed: "cannot be reached"
        }
    }
}
