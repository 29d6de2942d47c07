import Correspondence
import Outreach
import Settings
package import Storage
import Yams

/// A campaign as one YAML file says it.
package enum CampaignFile {
    /// Reads a file. All faults are told together, each with its line.
    package static func draft(_ yaml: String) throws(OperationFailure) -> CampaignDraft {
        let root: Node?
        do { root = try Yams.compose(yaml: yaml) } catch {
            throw OperationFailure(.unusable, "The file is no YAML: \(error)")
        }
        guard let root, let mapping = root.mapping else {
            throw OperationFailure(
                .unusable, "The file holds no campaign. `mosaic campaigns init` writes one to begin with.")
        }
        var reader = CampaignFileReader(mapping)
        let draft = reader.draft()
        guard reader.faults.isEmpty, let draft else {
            throw OperationFailure(.unusable, reader.faults.joined(separator: "\n"))
        }
        return draft
    }

    /// A file to begin with, which says what can be said.
    package static let example = """
        # A campaign: who is written to first, with what, and when.
        #   mosaic campaigns apply FILE.yaml      makes it, or edits it while it runs
        #   mosaic leads import PEOPLE.csv --campaign spring
        #   mosaic campaigns check spring         what would fail, before anything leaves
        #   mosaic campaigns start spring         and `mosaic run` sends it
        name: spring

        # Accounts of `mosaic accounts`. New people go to them in turn, by weight; who wrote first goes on.
        accounts:
          - you@example.com
          # - address: second@example.com
          #   weight: 2
          #   daily_limit: 40       # for this campaign, in any 24 h
          #   signature: "Ada\\nExample Ltd"

        # The clock that hours, dates and days mean.
        zone: Europe/Zurich
        hours:
          mon-fri: 09:00-12:00, 13:00-17:00
        holidays: [2026-12-25, 2026-12-26]

        daily_limit: 100            # mails on one date
        new_leads_per_day: 50
        gap: 60s-120s               # between two mails of an account
        long_pause: {every: 20, for: 5m-8m}
        min_wait: 4m                # between two people of one lead
        max_lateness: 7d            # later than this, a person decides
        reply: answer               # replies go to the autoresponder

        # A follow-up has no subject: it continues the conversation.
        steps:
          - id: intro
            subject: "An idea for {{ company_name | default('you') }}"
            text: |
              Hi {{ first_name | default('there') }},

              would you like to try our product?

              {{ sender_name }}
          - id: reminder
            after: 3 days
            text: |
              Hi {{ first_name | default('there') }},

              did you see my last mail?

              {{ sender_name }}

        """
}

/// Reads the members of a campaign, and collects what is wrong with them.
struct CampaignFileReader {
    private(set) var faults: [String] = []
    private let root: Node.Mapping

    init(_ root: Node.Mapping) { self.root = root }

    mutating func draft() -> CampaignDraft? {
        refuseUnknown(
            in: root,
            [
                "name", "accounts", "zone", "hours", "holidays", "daily_limit", "new_leads_per_day", "gap",
                "long_pause", "min_wait", "max_lateness", "reply", "busy", "steps",
            ])
        let name = text("name", in: root)
        if name == nil { fault("name is missing: the campaign has no name") }
        let rules = rules()
        let senders = senders()
        let steps = steps()
        guard faults.isEmpty, let name else { return nil }
        return CampaignDraft(name: name, rules: rules, senders: senders, steps: steps)
    }

    mutating func fault(_ text: String, at node: Node? = nil) {
        faults.append(node?.mark.map { "Line \($0.line): \(text)." } ?? "\(text).")
    }

    private mutating func refuseUnknown(in mapping: Node.Mapping, _ known: [String]) {
        for (key, _) in mapping {
            let name = key.string ?? "?"
            if !known.contains(name) {
                fault("there is no \"\(name)\"; there are \(known.joined(separator: ", "))", at: key)
            }
        }
    }

    private mutating func text(_ key: String, in mapping: Node.Mapping) -> String? {
        guard let node = mapping[key] else { return nil }
        guard let text = node.string, !text.isEmpty else {
            fault("\(key) is to be a text", at: node)
            return nil
        }
        return text
    }

    private mutating func count(_ key: String, in mapping: Node.Mapping) -> Int? {
        guard let node = mapping[key], !(node.string ?? "x").isEmpty else { return nil }
        guard let number = node.int, number >= 0 else {
            fault("\(key) is to be a number that is not negative", at: node)
            return nil
        }
        return number
    }

    private mutating func span(_ key: String) -> Duration? {
        guard let node = root[key] else { return nil }
        guard let span = node.string.flatMap({ SettingValue.duration($0) }) else {
            fault("\(key) is to be a span of time such as 4m or 7d", at: node)
            return nil
        }
        return span
    }

    /// `60s-120s`, or one span alone.
    private mutating func range(_ node: Node?, _ key: String) -> ClosedRange<Duration>? {
        guard let node else { return nil }
        let ends = (node.string ?? "").split(separator: "-").map { piece in
            SettingValue.duration(piece.filter { $0 != " " })
        }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last else {
            fault("\(key) is to be two spans of time such as 60s-120s", at: node)
            return nil
        }
        return first...last
    }
}

// MARK: When

extension CampaignFileReader {
    private mutating func rules() -> CampaignRules {
        var rules = CampaignRules()
        if let zone = text("zone", in: root) { rules.zone = zone }
        if let hours = root["hours"] { rules.hours = self.hours(hours) }
        if let holidays = root["holidays"] { rules.holidays = days(holidays) }
        rules.dailyLimit = count("daily_limit", in: root)
        rules.newLeadsPerDay = count("new_leads_per_day", in: root)
        rules.pacing = pacing()
        if let wait = span("min_wait") { rules.minWait = wait }
        if let lateness = span("max_lateness") { rules.maxLateness = lateness }
        if let reply = text("reply", in: root), reply != ReplyPolicy.answer.rawValue {
            fault("reply may only be \"answer\" so far: the autoresponder takes what comes back", at: root["reply"])
        }
        if let busy = text("busy", in: root), busy != BusyPolicy.switch.rawValue {
            fault("busy may only be \"switch\" so far: a new lead goes to the account that is free", at: root["busy"])
        }
        return rules
    }

    private mutating func pacing() -> Pacing {
        let usual = Pacing()
        let gap = range(root["gap"], "gap") ?? usual.gap
        guard let node = root["long_pause"] else {
            return Pacing(gap: gap, mailsBeforePause: usual.mailsBeforePause, pause: usual.pause)
        }
        if node.string == "none" { return Pacing(gap: gap, mailsBeforePause: nil) }
        guard let mapping = node.mapping else {
            fault("long_pause is to be {every: 20, for: 5m-8m}, or none", at: node)
            return usual
        }
        refuseUnknown(in: mapping, ["every", "for"])
        let every = count("every", in: mapping) ?? usual.mailsBeforePause
        return Pacing(gap: gap, mailsBeforePause: every, pause: range(mapping["for"], "for") ?? usual.pause)
    }

    private mutating func hours(_ node: Node) -> WeekHours {
        if let text = node.string, let hours = WeekHours(text) { return hours }
        guard let mapping = node.mapping else {
            fault("hours is to name days, such as mon-fri: 09:00-17:00", at: node)
            return .always
        }
        var spans: [Weekday: [HourSpan]] = [:]
        for (key, value) in mapping {
            guard let days = Weekday.days(key.string ?? "") else {
                fault("\"\(key.string ?? "?")\" is no day of the week", at: key)
                continue
            }
            guard let hours = WeekHours.hours((value.string ?? "").filter { $0 != " " }) else {
                fault("\"\(value.string ?? "?")\" is no span of hours such as 09:00-17:00", at: value)
                continue
            }
            for day in days { spans[day, default: []] += hours }
        }
        if spans.isEmpty { fault("hours never open", at: node) }
        return WeekHours(spans)
    }

    private mutating func days(_ node: Node) -> Set<LocalDay> {
        var days: Set<LocalDay> = []
        for item in node.sequence.map({ Array($0) }) ?? [node] {
            if let day = LocalDay(item.string ?? "") {
                days.insert(day)
            } else {
                fault("\"\(item.string ?? "?")\" is no date such as 2026-12-25", at: item)
            }
        }
        return days
    }
}

// MARK: Who and what

extension CampaignFileReader {
    private mutating func senders() -> [CampaignDraft.Sender] {
        guard let nodes = root["accounts"]?.sequence, !nodes.isEmpty else {
            fault("accounts is missing: name at least one account to send from")
            return []
        }
        var senders: [CampaignDraft.Sender] = []
        for node in nodes {
            let mapping = node.mapping
            if let mapping { refuseUnknown(in: mapping, ["address", "weight", "daily_limit", "signature"]) }
            let written = node.string ?? mapping?["address"]?.string ?? ""
            guard let address = EmailAddress(written) else {
                fault("\"\(written)\" is no mail address", at: node)
                continue
            }
            if senders.contains(where: { $0.address == address }) { fault("\(address) is named twice", at: node) }
            senders.append(
                CampaignDraft.Sender(
                    address, weight: mapping.flatMap { count("weight", in: $0) } ?? 1,
                    dailyLimit: mapping.flatMap { count("daily_limit", in: $0) },
                    signature: mapping.flatMap { text("signature", in: $0) }))
        }
        return senders
    }

    private mutating func steps() -> [CampaignDraft.Step] {
        guard let nodes = root["steps"]?.sequence, !nodes.isEmpty else {
            fault("steps is missing: the campaign says nothing")
            return []
        }
        var steps: [CampaignDraft.Step] = []
        for (index, node) in nodes.enumerated() {
            guard let mapping = node.mapping else {
                fault("a step is to have id, after, subject and text", at: node)
                continue
            }
            refuseUnknown(in: mapping, ["id", "after", "subject", "text", "html"])
            let step = CampaignDraft.Step(
                name: text("id", in: mapping) ?? "step-\(index + 1)",
                delay: delay(mapping["after"], isFirst: index == 0),
                subject: text("subject", in: mapping), text: text("text", in: mapping), html: text("html", in: mapping))
            if index == 0, step.subject == nil { fault("the first step has no subject", at: node) }
            if index > 0, step.subject != nil {
                fault("only the first step has a subject: a follow-up continues its conversation", at: node)
            }
            if step.text == nil, step.html == nil { fault("step \(step.name) has neither text nor html", at: node) }
            if steps.contains(where: { $0.name == step.name }) { fault("step \(step.name) is there twice", at: node) }
            steps.append(step)
        }
        return steps
    }

    /// `3 days` by the clock on the wall, or a span of time.
    private mutating func delay(_ node: Node?, isFirst: Bool) -> StepDelay {
        guard let node else {
            if !isFirst { fault("a follow-up says after which time, such as after: 3 days") }
            return .after(.zero)
        }
        let words = (node.string ?? "").split(separator: " ")
        if words.count == 2, let days = Int(words[0]), days >= 0, words[1] == "days" || words[1] == "day" {
            return .days(days)
        }
        if words.count == 1, words[0].last == "d", let days = Int(words[0].dropLast()), days >= 0 { return .days(days) }
        if words.count == 1, let span = SettingValue.duration(String(words[0])), span >= .zero { return .after(span) }
        fault("\"\(node.string ?? "?")\" is no delay such as 3 days or 2h", at: node)
        return .after(.zero)
    }
}
