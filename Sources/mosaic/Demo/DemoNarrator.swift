import Correspondence
import Events
import PostOffice
import Settings
import Storage
import Synchronization

/// Tells the story of the demo, line by line as it happens, from the audit in the database.
final class DemoNarrator: Sendable {
    private let terminal: Terminal
    private let start = ContinuousClock.now
    private let lastEvent = Mutex<Int64>(0)

    init(_ terminal: Terminal) {
        self.terminal = terminal
    }

    /// Follows the audit until cancelled.
    func follow(_ store: Store) async throws {
        terminal.print(
            """
            Three mailboxes have written to twelve creators. The answers come in now; Mosaic reads them.
            (Here a day takes six seconds: stage 2 follows a day after stage 1, stage 3 two days after stage 2.)

            """)
        while true {
            for event in try await store.audit.events(after: lastEvent.withLock { $0 }) {
                lastEvent.withLock { $0 = event.id }
                if let sentence = sentence(for: event) { terminal.print("\(elapsed)  \(sentence)") }
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
        var table = Table(["", "creator", "what they did", "stages", "conversation", "why", "mail"])
        for line in report.lines {
            let mark = line.isRight ? terminal.green("✓") : terminal.red("✗")
            let mail = line.isUnread.map { $0 ? "unread" : "read" } ?? "–"
            table.add([
                mark, line.creator.person.name, line.creator.summary, "\(line.stages)", line.state?.rawValue ?? "none",
                line.reason, mail,
            ])
        }
        terminal.print("\n\(table)\n")
        terminal.print(
            report.isRight
                ? terminal.green(
                    "All of it was right: nobody was mailed twice, nobody was lost, nobody wrong was answered.")
                : terminal.red("Something was wrong: see the lines marked ✗."))
    }

    private var elapsed: String {
        let seconds = start.duration(to: .now).components.seconds
        return terminal.dim(seconds < 10 ? " \(seconds)s" : "\(seconds)s")
    }

    private func sentence(for event: EventRecord) -> String? {
        let who = event.contact?.text ?? "somebody"
        switch event.event {
        case .mailboxArmed where event.detail.hasPrefix("inbox"):
            return "Watching \(event.account?.text ?? "a mailbox"); older mail is left alone."
        case .replyReceived: return "\(who) has answered."
        case .replyDecided: return "\(who): \(terminal.bold(event.detail))"
        case .workerSent: return terminal.green("→ stage \(event.step ?? 0) sent to \(who)")
        case .handoffOpened: return terminal.yellow("  handed to a person: \(event.detail)")
        case .mailboxFlagForPerson: return terminal.dim("  marked unread and read back: \(event.detail)")
        default: return nil
        }
    }
}
