import Correspondence
import Operations
import Outreach
import Storage
import Text
import Timing

extension CampaignReport {
    var facts: Facts {
        let rules = campaign.rules
        var facts = Facts()
        facts["campaign"] = "\(campaign.name), version \(campaign.version)"
        facts["state"] = standing + (campaign.reason.map { ", \($0)" } ?? "")
        facts["released by"] = rules.release == .jobs ? "jobs: mosaic jobs start \(campaign.name) --step STEP" : nil
        facts["hours"] = "\(rules.hours.text.isEmpty ? "always" : rules.hours.text) (\(rules.zone))"
        facts["holidays"] = rules.holidays.sorted().map(\.text).joined(separator: " ")
        facts["daily limit"] = rules.dailyLimit.map { "\($0) mails on one date" }
        facts["new leads"] = rules.newLeadsPerDay.map { "\($0) on one date" }
        facts["ramp-up"] = rules.rampUp.map {
            "\($0.start) mails of an account on its first date, \($0.step) more after each date with mail"
        }
        facts["batch"] = rules.batchSize.map { "\($0) mails in one run for cron" }
        let usual = rules.replies == .answer ? "the autoresponder takes them" : "a person gets them all"
        facts["replies"] =
            rules.answer == nil ? usual : "an interested reply gets the link to your calendar, then a person takes over"
        facts["an answer ends"] = rules.stopScope == .lead ? "its own lead" : "all leads of the company"
        facts["pauses itself"] = rules.guardrails?.shown ?? "never"
        facts["gap"] = "\(rules.pacing.gap.shown) after each mail of an account"
        facts["long pause"] = rules.pacing.mailsBeforePause.map { count in
            "\(rules.pacing.pause.shown) after \(count) mails of the campaign in a row from one account"
        }
        facts["accounts"] = whole.accounts.map { account in
            "\(account.address), weight \(account.weight)"
                + (account.dailyLimit.map { ", at most \($0) in 24 h" } ?? "")
        }.joined(separator: "\n")
        facts["steps"] = whole.steps.map { step in
            "\(step.position). \(step.name)"
                + (rules.release == .time ? ", \(step.step.delay.shown)" : "")
                + "\(step.step.isRetired ? ", taken away" : "")"
                + (step.openVariants.isEmpty ? ", text version \(step.template.version)" : shownVariants(of: step))
        }.joined(separator: "\n")
        return facts
    }

    private func shownVariants(of step: CampaignStepRecord) -> String {
        let lines = variants(of: step).map { line in
            let share = line.record.variant.isRetired ? "taken away" : "weight \(line.record.variant.weight)"
            return
                "\n   \(line.record.name), \(share), text version \(line.record.template.version): \(line.result.finding)"
        }
        return lines.joined() + (trial(of: step).map { "\n   \($0)" } ?? "")
    }

    func progress(_ terminal: Terminal) -> String {
        var lines = [
            "\(counts.mails) mails were sent, \(counts.mailsLastDay) in the last 24 h; \(counts.planned) are planned."
                + (counts.drafts > 0 ? " \(counts.drafts) wait in Drafts for you to send them." : "")
        ]
        lines += counts.perStep.map { "  \($0.name): \($0.mails)" }
        lines.append("\(counts.allLeads) leads:")
        for state in LeadState.allCases {
            if let count = counts.leads[state] { lines.append("  \(state.rawValue): \(count)") }
        }
        let replies = ReplyKind.allCases.compactMap { kind in
            counts.replies[kind].map { "  \(kind.words): \($0)" }
        }
        if !replies.isEmpty { lines += ["\(counts.replies.values.reduce(0, +)) people wrote back:"] + replies }
        let harms = MailHarm.allCases.compactMap { kind in counts.harms[kind].map { "  \(kind.words): \($0)" } }
        if !harms.isEmpty { lines += ["Mails that did harm:"] + harms }
        if campaign.isGoing, let next = outlook.next {
            lines.append(
                "The next mail is \(next.isPlanned ? "planned for" : "not planned yet, and due at") \(next.at.shown).")
        }
        if campaign.isGoing, !outlook.isTended {
            lines.append(terminal.yellow("Nothing leaves: no `mosaic run` looks after its accounts."))
        }
        lines += outlook.waits.map { terminal.yellow($0.sentence) }
        if counts.leads[.needsData] != nil {
            lines.append(
                terminal.yellow("Some lack values: mosaic leads list --campaign \(campaign.name) --state needs_data"))
        }
        if counts.leads[.held] != nil {
            lines.append(
                terminal.yellow("Some wait for you: mosaic leads list --campaign \(campaign.name) --state held"))
        }
        return lines.joined(separator: "\n")
    }
}

extension ClosedRange<Duration> {
    fileprivate var shown: String {
        func text(_ span: Duration) -> String {
            let seconds = span.components.seconds
            return seconds % 60 == 0 && seconds > 0 ? "\(seconds / 60) min" : "\(seconds) s"
        }
        return lowerBound == upperBound ? text(lowerBound) : "\(text(lowerBound)) to \(text(upperBound))"
    }
}

extension Guardrails {
    fileprivate var shown: String {
        let limits = [("bounces", bounces), ("complaints", complaints), ("opt-outs", optOuts)].compactMap {
            name, limit in
            limit.map { "\($0 / 10).\($0 % 10) % \(name)" }
        }
        return "at \(limits.joined(separator: ", ")) of 7 days, from \(leastMails) mails on"
    }
}

extension StepDelay {
    fileprivate var shown: String {
        switch self {
        case .days(let days): "\(days) days after the one before"
        case .after(let span): span == .zero ? "at once" : "\(span.shown) after the one before"
        }
    }
}

extension CampaignCheck {
    func text(_ terminal: Terminal) -> String {
        var lines = faults.map { terminal.red("✗ \($0)") } + warnings.map { terminal.yellow("! \($0)") }
        lines.append("\(leads) leads may still get mail.")
        if unwritable > 0 {
            lines.append(terminal.yellow("\(unwritable) of them cannot be written to, and would wait for values:"))
            lines += examples.map {
                "  lead \($0.lead), \($0.address), step \($0.step): \($0.problem.shownOnOneLine(limit: 120))"
            }
        }
        if let forecast, let first = forecast.firstAt, let last = forecast.lastAt {
            lines.append(
                "If nobody answers: \(forecast.count) mails from \(first.shown) on, the last at \(last.shown).")
            if forecast.unfinished > 0 { lines.append("\(forecast.unfinished) leads are not done within 400 days.") }
        }
        if let verdict { lines.append(terminal.green(verdict)) }
        return lines.joined(separator: "\n")
    }
}
