package import Outreach
package import Settings
import Timing
import Yams

extension CampaignFileReader {
    mutating func rules() -> CampaignRules {
        var rules = CampaignRules()
        if let zone = text("zone", in: root) { rules.zone = zone }
        if let hours = root["hours"] { rules.hours = self.hours(hours) }
        if let holidays = root["holidays"] { rules.holidays = days(holidays) }
        rules.dailyLimit = count("daily_limit", in: root)
        rules.newLeadsPerDay = count("new_leads_per_day", in: root)
        rules.batchSize = count("batch_size", in: root)
        if rules.batchSize == 0 { fault("batch_size is to be a number from 1", at: root["batch_size"]) }
        rules.rampUp = rampUp()
        rules.pacing = pacing()
        if let wait = span("min_wait") { rules.minWait = wait }
        if let lateness = span("max_lateness") { rules.maxLateness = lateness }
        rules.answer = calendarAnswer()
        if rules.answer == nil, let reply = choice("reply", ReplyPolicy.self) { rules.replies = reply }
        if let release = choice("release", CampaignRelease.self) { rules.release = release }
        if let scope = choice("stop", StopScope.self) { rules.stopScope = scope }
        rules.guardrails = guardrails()
        if let busy = text("busy", in: root), busy != BusyPolicy.switch.rawValue {
            fault("busy may only be \"switch\" so far: a new lead goes to the account that is free", at: root["busy"])
        }
        return rules
    }

    private mutating func rampUp() -> RampUp? {
        guard let node = root["ramp_up"], node.string != "none" else { return nil }
        guard let mapping = node.mapping, mapping["start"] != nil, mapping["step"] != nil else {
            fault(
                "ramp_up is to be {start: 20, step: 10}, mails of the first date and how many more after each, or none",
                at: node)
            return nil
        }
        refuseUnknown(in: mapping, ["start", "step"])
        guard let start = count("start", in: mapping), let step = count("step", in: mapping) else { return nil }
        if start == 0 { fault("start is to be a number from 1", at: mapping["start"]) }
        return RampUp(start: max(1, start), step: step)
    }

    private mutating func pacing() -> Pacing {
        let usual = Pacing(by: defaults)
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

    /// One of a given set of words.
    private mutating func choice<Choice: CaseIterable & RawRepresentable>(
        _ key: String, _ type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        guard let word = text(key, in: root) else { return nil }
        if let choice = Choice(rawValue: word) { return choice }
        let known = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
        fault("\(key) is to be \(known)", at: root[key])
        return nil
    }

    /// The guardrails: `{after: 50, bounces: 5%, complaints: 0.1%, opt_outs: 3%}`, each of them or `none`.
    private mutating func guardrails() -> Guardrails? {
        var rails = Guardrails()
        guard let node = root["guardrails"] else { return rails }
        if node.string == "none" { return nil }
        guard let mapping = node.mapping else {
            fault("guardrails is to be {bounces: 5%, complaints: 0.1%, opt_outs: 3%}, or none", at: node)
            return rails
        }
        refuseUnknown(in: mapping, ["after", "bounces", "complaints", "opt_outs"])
        if let least = count("after", in: mapping) { rails.leastMails = max(1, least) }
        if mapping["bounces"] != nil { rails.bounces = share("bounces", in: mapping) }
        if mapping["complaints"] != nil { rails.complaints = share("complaints", in: mapping) }
        if mapping["opt_outs"] != nil { rails.optOuts = share("opt_outs", in: mapping) }
        return rails
    }

    /// `0.5%` as 5 per thousand; nil for `none`.
    private mutating func share(_ key: String, in mapping: Node.Mapping) -> Int? {
        let text = mapping[key]?.string ?? ""
        if text == "none" { return nil }
        let parts = text.filter { $0 != " " }.split(separator: "%", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].isEmpty, let share = Double(parts[0]), (0.1...100).contains(share) else {
            fault("\(key) is to be a share such as 5% or 0.1%, or none", at: mapping[key])
            return nil
        }
        return Int((share * 10).rounded())
    }
}

extension Pacing {
    /// The usual one, but for what the settings say.
    package init(by defaults: CampaignDefaults) {
        let usual = Pacing()
        self.init(
            gap: defaults.gap ?? usual.gap, mailsBeforePause: defaults.mailsBeforePause ?? usual.mailsBeforePause,
            pause: defaults.pause ?? usual.pause)
    }
}
