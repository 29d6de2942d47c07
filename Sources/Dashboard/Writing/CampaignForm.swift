import Correspondence
import Operations
import Outreach
import Storage
import Text

/// The fields of a campaign's page as they were typed, and the draft made from them.
struct CampaignForm: Sendable {
    static let mostSteps = 20

    private var values: [String: String]
    private(set) var steps: Int
    /// Rules of the edited campaign that the page does not show.
    private let rules: CampaignRules
    /// The variants of its steps, by step name; the page shows the first of each.
    private let variants: [String: [String]]
    private let isNew: Bool

    /// The initial page.
    ///
    /// - Parameter pacing: its gaps and pauses, which the page does not show.
    init(accounts: [AccountRecord], pacing: Pacing) {
        rules = CampaignRules(pacing: pacing)
        variants = [:]
        isNew = true
        steps = 2
        values = [
            "lead": "1", "release": CampaignRelease.time.rawValue, "zone": "UTC", "hours": "mon-fri 09:00-17:00",
            "daily_limit": "50", "step1": "intro", "step2": "reminder",
            "delay2": "3 days", "subject": "An idea for {{ company_name | default('you') }}",
            "text1": "Hi {{ first_name | default('there') }},\n\n\n\n{{ sender_name }}",
            "text2": "Hi {{ first_name | default('there') }},\n\ndid you see my last mail?\n\n{{ sender_name }}",
        ]
        for account in accounts where accounts.count == 1 { values["from:\(account.address)"] = "1" }
    }

    /// The campaign as it was last applied.
    init(editing whole: WholeCampaign) {
        let draft = whole.draft
        rules = draft.rules
        variants = Self.variants(of: draft)
        isNew = false
        steps = draft.steps.count
        values = ["name": draft.name, "zone": draft.rules.zone, "hours": draft.rules.hours.text]
        values["version"] = "\(whole.campaign.version)"
        values["release"] = draft.rules.release.rawValue
        values["daily_limit"] = draft.rules.dailyLimit.map(String.init)
        values["new_leads"] = draft.rules.newLeadsPerDay.map(String.init)
        values["ramp_start"] = draft.rules.rampUp.map { "\($0.start)" }
        values["ramp_step"] = draft.rules.rampUp.flatMap { $0.step > 0 ? "\($0.step)" : nil }
        for sender in draft.senders { values["from:\(sender.address)"] = "1" }
        for (index, step) in draft.steps.enumerated() {
            values["step\(index + 1)"] = step.name
            values["delay\(index + 1)"] = step.delay.written
            values["text\(index + 1)"] = step.text
            values["html\(index + 1)"] = step.html
            if index == 0 { values["subject"] = step.subject }
        }
    }

    /// The fields as typed.
    ///
    /// - Parameters:
    ///   - edited: the campaign that is edited; nil for a new one.
    ///   - pacing: the gaps and pauses of a new one.
    init(_ form: Form, of edited: CampaignDraft?, pacing: Pacing) {
        rules = edited?.rules ?? CampaignRules(pacing: pacing)
        variants = edited.map(Self.variants) ?? [:]
        isNew = edited == nil
        steps = max(1, min(Self.mostSteps, Int(form["steps"]) ?? 1))
        values = form.all
        // A campaign keeps the way its steps are released.
        if let edited { values["release"] = edited.rules.release.rawValue }
    }

    private static func variants(of draft: CampaignDraft) -> [String: [String]] {
        draft.steps.reduce(into: [:]) { $0[$1.name] = $1.variants.map(\.name) }
    }

    subscript(name: String) -> String { values[name] ?? "" }

    /// As whom the preview is written: a row of the file, or a lead of the campaign.
    var lead: String {
        get { self["lead"] }
        set { values["lead"] = newValue }
    }

    /// The campaign as the page showed it when it was opened, however often it was sent back with faults since.
    var basis: DraftBasis { isNew ? .new : .version(Int64(self["version"]) ?? 0) }

    /// All that was typed, for a page that sends it again.
    var fields: [JSON] {
        values.filter { !["token", "act", "steps"].contains($0.key) }.merging(["steps": "\(steps)"]) { $1 }
            .sorted { $0.key < $1.key }.map { ["field": $0.key, "value": $0.value] as JSON }
    }

    mutating func addStep() { steps = min(Self.mostSteps, steps + 1) }
    mutating func removeStep() { steps = max(1, steps - 1) }
}

extension CampaignForm {
    /// The draft, and the faults that prevent one; each says what to do.
    func draft(of edited: CampaignDraft?, accounts: [AccountRecord]) -> (CampaignDraft, faults: [String]) {
        var faults: [String] = []
        var rules = self.rules
        rules.zone = self["zone"].trimmed
        if edited == nil { rules.release = CampaignRelease(rawValue: self["release"]) ?? .time }
        if let hours = WeekHours(self["hours"]) {
            rules.hours = hours
        } else {
            faults.append("Open hours: write them as mon-fri 09:00-17:00, and further days behind a semicolon.")
        }
        rules.dailyLimit = number("daily_limit", "Mails on one date", &faults)
        rules.newLeadsPerDay = number("new_leads", "New people on one date", &faults)
        rules.rampUp = rampUp(&faults)
        let senders = accounts.filter { self["from:\($0.address)"] == "1" }.map { account in
            edited?.senders.first { $0.address == account.address } ?? CampaignDraft.Sender(account.address)
        }
        if senders.isEmpty { faults.append("Choose at least one account to send from.") }
        let name = edited?.name ?? self["name"].trimmed
        if name.isEmpty || name.count > 80 { faults.append("Give the campaign a name of at most 80 characters.") }
        let draft = CampaignDraft(
            name: name, rules: rules, senders: senders,
            steps: (1...steps).map { step($0, of: edited, by: rules.release, &faults) })
        return (draft.withFooter(self["footer"]), faults)
    }

    private func rampUp(_ faults: inout [String]) -> RampUp? {
        let start = number("ramp_start", "Mails on the first date of a young account", &faults)
        let step = number("ramp_step", "More after each date with mail", &faults)
        if start == nil, step != nil {
            faults.append("A young account: say how many mails it may send on its first date.")
        }
        return start.map { RampUp(start: $0, step: step ?? 0) }
    }

    private func step(
        _ number: Int, of edited: CampaignDraft?, by release: CampaignRelease, _ faults: inout [String]
    ) -> CampaignDraft.Step {
        func text(_ name: String) -> String? { self[name].isBlank ? nil : self[name].withoutCarriageReturns }
        var delay = StepDelay.after(.zero)
        if number > 1, release == .time {
            let written = self["delay\(number)"].trimmed
            if let found = Int(written).map(StepDelay.days) ?? StepDelay(written) {
                delay = found
            } else {
                faults.append("Mail \(number): say after which time it goes, such as 3 days.")
            }
        }
        if number == 1, self["subject"].isBlank { faults.append("The first mail has no subject.") }
        if text("text\(number)") == nil, text("html\(number)") == nil { faults.append("Mail \(number) has no text.") }
        let step = CampaignDraft.Step(
            name: self["step\(number)"].isBlank ? "step-\(number)" : self["step\(number)"], delay: delay,
            subject: number == 1 ? text("subject") : nil, text: text("text\(number)"), html: text("html\(number)"))
        return step.keepingVariants(of: edited?.steps.first { $0.name == step.name })
    }

    private func number(_ name: String, _ what: String, _ faults: inout [String]) -> Int? {
        let text = self[name].trimmed
        if text.isEmpty { return nil }
        if let number = Int(text), number > 0 { return number }
        faults.append("\(what): write a number above 0, or nothing for no limit.")
        return nil
    }
}

extension CampaignDraft.Step {
    /// The page edits only the first variant; the others stay as they are.
    fileprivate func keepingVariants(of former: CampaignDraft.Step?) -> CampaignDraft.Step {
        guard let former, !former.variants.isEmpty else { return self }
        var step = self
        (step.variants, step.trial) = (former.variants, former.trial)
        step.variants[0].subject = subject
        step.variants[0].text = text
        step.variants[0].html = html
        return step
    }
}

extension CampaignForm {
    /// For the page.
    func model(accounts: [AccountRecord], fields: [String]) -> JSON {
        let all: [JSON] = (1...steps).map { number in
            [
                "number": number, "is_first": number == 1, "step": self["step\(number)"],
                "delay": number == 1 ? nil : self["delay\(number)"] as String?, "text": self["text\(number)"],
                "html": self["html\(number)"], "has_html": !self["html\(number)"].isEmpty,
                "fields": fields.map { ["name": $0] as JSON },
                "others": others(ofStep: self["step\(number)"]),
            ]
        }
        return [
            "name": self["name"], "zone": self["zone"], "hours": self["hours"], "daily_limit": self["daily_limit"],
            "new_leads": self["new_leads"], "ramp_start": self["ramp_start"], "ramp_step": self["ramp_step"],
            "releases": CampaignRelease.allCases.map {
                ["value": $0.rawValue, "name": $0.meaning, "is_set": $0.rawValue == self["release"]] as JSON
            }, "is_timed": self["release"] != CampaignRelease.jobs.rawValue, "subject": self["subject"],
            "footer": self["footer"], "lead": lead, "count": steps, "version": self["version"],
            "steps": all.json, "can_add": steps < Self.mostSteps, "can_remove": steps > 1,
            "accounts": accounts.map { account in
                [
                    "address": account.address, "is_chosen": self["from:\(account.address)"] == "1",
                    "state": account.state,
                ] as JSON
            },
        ]
    }
}

extension CampaignForm {
    /// The names of the variants that the page does not show; nil where there are none.
    private func others(ofStep name: String) -> String? {
        guard let names = variants[name]?.dropFirst(), !names.isEmpty else { return nil }
        return names.joined(separator: ", ")
    }
}

extension CampaignRelease {
    fileprivate var meaning: String {
        switch self {
        case .time: "by time: each follow-up after its delay"
        case .jobs: "by a person: each step when somebody makes a job of it"
        }
    }
}

extension String {
    var isBlank: Bool { allSatisfy(\.isWhitespace) }
    var trimmed: String { String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()) }
    /// Forms end lines with CR LF.
    var withoutCarriageReturns: String { replacing("\r\n", with: "\n") }
}
