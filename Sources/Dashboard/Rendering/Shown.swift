import Correspondence
import Events
import Operations
import Outreach
import Storage
import Text
import Timing

/// The records in the form that pages show: the same facts, with words and distances added.
struct Shown: Sendable {
    let now: Timestamp

    /// An instant: for machines, in UTC where no script runs, and as a distance.
    func time(_ instant: Timestamp?) -> JSON? {
        instant.map {
            ["iso": $0, "utc": "\($0.shown(in: .utc).prefix(16)) UTC", "distance": $0.shown(relativeTo: now)]
        }
    }

    func row(_ handoff: HandoffRecord) -> JSON {
        let age = now - handoff.openedAt
        return handoff.json.joined([
            "why": handoff.why, "words": (handoff.ownText ?? "").shownOnOneLine(limit: 160),
            "given": handoff.given.json, "opened": time(handoff.openedAt),
            "is_late": age > .seconds(72 * 3_600), "is_old": age > .seconds(24 * 3_600) && age <= .seconds(72 * 3_600),
        ])
    }

    func row(_ mail: MailRecord) -> JSON {
        mail.json.joined([
            "due": time(mail.dueAt), "is_overdue": mail.dueAt < now, "can_move": mail.state == .planned,
            "is_halted": mail.isHalted && mail.state == .planned,
            "can_cancel": MailState.recallable.contains(mail.state), "words": mail.state.rawValue.words,
            "input_value": mail.dueAt.rfc3339.prefix(16).description,
        ])
    }

    func row(_ account: AccountRecord, of overview: AccountsOverview) -> JSON {
        let pause = account.pause.flatMap { $0.until > now ? $0 : nil }
        let hold = pause == nil ? overview.waits[account.id] : nil
        let counted = overview.counted(by: account)
        let share = account.dailyLimit == 0 ? 0 : min(100, counted * 100 / account.dailyLimit)
        let standing = overview.standing(of: account)
        let faults: [AccountStanding] = [.running(.failing), .failing, .notRunning, .neverRun]
        return account.json.joined([
            "sent": counted.grouped, "limit": account.dailyLimit.grouped, "share": share,
            "counted_from": time(overview.countedFrom(by: account)), "can_reset": counted > 0,
            "checked": time(account.lastCheckedAt), "standing": standing.shown,
            "is_failing": faults.contains(standing),
            "is_watching": standing == .running(.watching),
            "wait": pause.map { ["until": time($0.until), "reason": $0.reason] as JSON },
            "hold": hold.map { ["until": time($0.until), "reason": $0.reason] as JSON },
            "states": AccountState.allCases.map {
                ["name": $0.rawValue, "is_set": $0 == account.state, "meaning": $0.meaning] as JSON
            },
        ])
    }

    /// - Parameter counts: nil while they are being counted.
    func row(_ whole: WholeCampaign, _ counts: CampaignCounts?) -> JSON {
        let report = CampaignReport(whole, counts: counts ?? .nothing)
        let done = report.counts.leads.filter { $0.key.isEnd }.values.reduce(0, +)
        let all = report.counts.allLeads
        return report.json.joined([
            "is_counted": counts != nil, "all_leads": all.grouped, "done_leads": done.grouped,
            "share": all == 0 ? 0 : done * 100 / all,
            "sent": report.counts.mails.grouped, "most_mails": report.mostMails.grouped,
            "replied": (report.counts.leads[.replied] ?? 0).grouped, "reception": reception(of: report.counts),
            "can_start": report.campaign.state.after(.started) != nil,
            "can_pause": report.campaign.state.after(.paused) != nil,
            "can_archive": report.campaign.state.after(.archived) != nil,
        ])
    }

    /// `3 want more, 2 want no more mail, 4 do not exist`; nothing where nothing came back.
    private func reception(of counts: CampaignCounts) -> String {
        let parts = [
            (counts.replies.filter(\.key.isPositive).values.reduce(0, +), "want more"),
            (counts.replies[.optedOut] ?? 0, "want no more mail"), (counts.harms[.bounce] ?? 0, "do not exist"),
            (counts.harms[.complaint] ?? 0, "called it spam"),
        ]
        return parts.filter { $0.0 > 0 }.map { "\($0.0.grouped) \($0.1)" }.joined(separator: ", ")
    }

    func row(_ event: EventRecord) -> JSON {
        event.json.joined([
            "time": time(event.at), "account": event.account, "contact": event.contact,
            "conversation": event.conversation, "actor": event.actor, "meaning": event.event?.entry.meaning,
        ])
    }

    func row(_ entry: StoryEntry) -> JSON {
        entry.json.joined(["time": time(entry.at), "is_person": entry.kind == .person || entry.kind == .handoff])
    }
}

extension HandoffRecord {
    /// The details that the writer gave, ready to be copied.
    var given: [JSON] {
        contacts.filter(\.kind.answersTheQuestion).map {
            ["kind": $0.kind.rawValue.words, "value": $0.value, "is_sure": $0.isResolved, "why": $0.why]
        }
    }
}

extension String {
    /// A database name as words: `model_unsure` is "model unsure".
    var words: String { String(map { $0 == "_" ? " " : $0 }) }

    /// The text before, in and after the first occurrence of `part`; nil where there is none.
    func parted(by part: String) -> (before: String, part: String, after: String)? {
        guard !part.isEmpty, let range = firstRange(of: part) else { return nil }
        return (String(self[..<range.lowerBound]), part, String(self[range.upperBound...]))
    }
}

extension Int {
    /// A number of things: `1 lead`, `12,345 leads`.
    func of(_ one: String, _ many: String) -> String { "\(grouped) \(self == 1 ? one : many)" }

    /// With separators from ten thousand on: `12,345`.
    var grouped: String {
        guard self >= 10_000 else { return String(self) }
        var digits = Array(String(self))
        for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
        return String(digits)
    }
}

extension AccountState {
    var meaning: String {
        switch self {
        case .auto: "reads, decides and sends"
        case .draft: "puts each mail into Drafts for you"
        case .observe: "reads and decides, sends nothing"
        }
    }
}
