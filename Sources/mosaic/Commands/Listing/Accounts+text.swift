import Correspondence
import Operations
import Storage
import Timing

extension AccountsOverview {
    func text(_ terminal: Terminal, now: Timestamp) -> String {
        guard !accounts.isEmpty else { return "No account is known yet: start `mosaic run`." }
        let isJudged = accounts.contains { !earned(by: $0).isEmpty }
        let judged: [Table.Column] = isJudged ? [.optional("agreed", 4)] : []
        var table = Table(
            ["account", .optional("may", 2)] + judged + [
                "health", .optional("last look", 1), .optional("sent in 24 h", 3), "note",
            ])
        for account in accounts {
            table.add(
                [account.address.text, account.state.rawValue] + (isJudged ? [earned(by: account)] : []) + [
                    standing(of: account).shown(terminal), account.lastCheckedAt?.shown(relativeTo: now) ?? "never",
                    "\(counted(by: account)) of \(account.dailyLimit)"
                        + (countedFrom(by: account).map { ", since \($0.shown)" } ?? ""),
                    account.note(standing(of: account), waits[account.id]),
                ])
        }
        let offers = accounts.compactMap { account in
            offer(to: account).map {
                "\n\nPeople agreed with \(account.address) \(autonomy(of: account).agreed) times in a row: "
                    + "mosaic accounts state \(account.address) \($0.rawValue)"
            }
        }.joined()
        let stopped = stop.map {
            "\n\n" + terminal.red("All sending is stopped since \($0.since.shown): \($0.reason).")
                + "\nOnce that is solved: mosaic accounts resume-sending"
        }
        let idle = running.isEmpty ? "\n\n" + terminal.red("No mailbox is watched now. \(remedy)") : ""
        return "\(table)\(idle)\(offers)\(stopped ?? "")"
    }
}

extension AccountsOverview {
    /// People's verdicts on it; nothing if there are none.
    private func earned(by account: AccountRecord) -> String {
        let autonomy = autonomy(of: account)
        if autonomy.agreed == 0, autonomy.disagreed == 0 { return "" }
        return "\(autonomy.agreed) of \(rules.agreements), not \(autonomy.disagreed) of \(rules.disagreements)"
    }

    /// The text when nothing is watched.
    private var remedy: String {
        accounts.contains { standing(of: $0) == .failing }
            ? "See the note, and start `mosaic run` if it does not run." : "Start `mosaic run`."
    }
}

extension AccountRecord {
    fileprivate func note(_ standing: AccountStanding, _ wait: AccountWait?) -> String {
        let isFailing = [.running(.failing), .failing, .neverRun].contains(standing)
        let failure = isFailing ? healthDetail?.shownOnOneLine(limit: 120) : nil
        let waits = wait.map { wait in
            let time = wait.until.map { " until \($0.shown)" } ?? ""
            return "sends nothing\(time): \(wait.reason.shownOnOneLine(limit: 80))"
        }
        return [failure, waits].compactMap(\.self).joined(separator: "; ")
    }
}

extension AccountStanding {
    fileprivate func shown(_ terminal: Terminal) -> String {
        switch self {
        case .running(.watching): terminal.green(shown)
        case .running(.failing), .failing, .notRunning, .neverRun: terminal.red(shown)
        case .running(.unknown), .running(.connecting), .removed: shown
        }
    }
}
