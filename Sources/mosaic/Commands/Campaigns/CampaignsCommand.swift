import ArgumentParser
import Correspondence
import Operations
import Outreach
import Storage
import Text
import Timing

/// `mosaic campaigns`.
struct CampaignsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaigns",
        abstract: "Write to people first: make, check, start, pause and watch campaigns.",
        discussion: """
              mosaic campaigns init > spring.yaml        a file to begin with
              mosaic campaigns apply spring.yaml         makes the campaign, or edits it while it runs
              mosaic leads import people.csv --campaign spring
              mosaic campaigns check spring              what would fail, and when the last mail leaves
              mosaic campaigns start spring              `mosaic run` sends it
              mosaic campaigns pause spring              nothing of it leaves any more, at once
              mosaic campaigns progress spring

            Replies go to the autoresponder; whoever answers gets no further mail of any campaign.
            """,
        subcommands: [
            List.self, Show.self, Initial.self, Apply.self, Check.self, Start.self, Pause.self, Progress.self,
        ],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List campaigns.")

        @OptionGroup var store: StoreOptions

        func run() async throws {
            let reports = try await store.withStore { try await CampaignReport.all(in: $0) }
            store.output.print(reports.json) { _ in
                guard !reports.isEmpty else { return "There is no campaign yet: mosaic campaigns init > spring.yaml" }
                var table = Table(["campaign", "state", "leads", "done", "mails", "last 24 h", "why"])
                for report in reports {
                    let done = LeadState.allCases.filter(\.isEnd).reduce(0) { $0 + (report.counts.leads[$1] ?? 0) }
                    table.add([
                        report.campaign.name.shownOnOneLine(limit: 40), report.standing,
                        "\(report.counts.allLeads)", "\(done)", "\(report.counts.mails)",
                        "\(report.counts.mailsLastDay)", (report.campaign.reason ?? "").shownOnOneLine(limit: 60),
                    ])
                }
                return "\(table)"
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show what a campaign says, and how it stands.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "Its name.")
        var campaign: String

        func run() async throws {
            let report = try await store.withStore { try await CampaignReport.of(campaign, in: $0) }
            store.output.print(report.json) { "\(report.facts)\n\n\(report.progress($0))" }
        }
    }

    struct Initial: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init", abstract: "Print a commented campaign file to begin with.")

        func run() async throws { Terminal.standard.print(CampaignFile.example) }
    }

    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a campaign what a file says.",
            discussion: """
                The file is the whole campaign: what is not in it any more is taken away. While the campaign runs, mails that \
                are planned are planned anew; a step keeps its identity by its id.
                """)

        @OptionGroup var store: StoreOptions
        @Argument(help: ArgumentHelp("The campaign, as YAML; - for standard input.", valueName: "file.yaml"))
        var file: String

        func run() async throws {
            let draft = try CampaignFile.draft(String(decoding: try InputText.bytes(of: file), as: UTF8.self))
            let check = TemplateCheck(of: draft)
            guard check.isGood else {
                throw CommandFailure(
                    check.steps.compactMap { step in step.fault.map { "Step \(step.name), \($0)" } }
                        .joined(separator: "\n"))
            }
            try await store.intervene { try await $0.apply(draft) }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write every mail and look ahead, before anything leaves.",
            discussion: "Exit status 1 when something keeps the campaign from being started.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "Its name.")
        var campaign: String

        func run() async throws {
            let check = try await store.withStore { opened in
                try await CampaignCheck.of(WholeCampaign.of(campaign, in: opened), in: opened)
            }
            store.output.print(check.json) { check.text($0) }
            if !check.isGood { throw ExitCode(1) }
        }
    }

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a campaign's mails leave, from now on.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "Its name.")
        var campaign: String

        func run() async throws { try await store.intervene { try await $0.start(campaign) } }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hold a campaign: nothing of it leaves any more, at once.",
            discussion: "Replies to what was sent are still read and answered.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "Its name.")
        var campaign: String
        @Option(name: .long, help: "Why, for whoever looks later.")
        var reason: String?

        func run() async throws { try await store.intervene { try await $0.pauseCampaign(campaign, reason: reason) } }
    }

    struct Progress: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show how many leads and mails stand where.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "Its name.")
        var campaign: String

        func run() async throws {
            let report = try await store.withStore { try await CampaignReport.of(campaign, in: $0) }
            store.output.print(report.json) { report.progress($0) }
        }
    }
}

extension CampaignReport {
    fileprivate var facts: Facts {
        let rules = campaign.rules
        var facts = Facts()
        facts["campaign"] = "\(campaign.name), version \(campaign.version)"
        facts["state"] = standing + (campaign.reason.map { ", \($0)" } ?? "")
        facts["released by"] = rules.release == .jobs ? "jobs: mosaic jobs start \(campaign.name) --step STEP" : nil
        facts["hours"] = "\(rules.hours.text.isEmpty ? "always" : rules.hours.text) (\(rules.zone))"
        facts["holidays"] = rules.holidays.sorted().map(\.text).joined(separator: " ")
        facts["daily limit"] = rules.dailyLimit.map { "\($0) mails on one date" }
        facts["new leads"] = rules.newLeadsPerDay.map { "\($0) on one date" }
        let usual = rules.replies == .answer ? "the autoresponder takes them" : "a person gets them all"
        facts["replies"] =
            rules.answer == nil ? usual : "whoever says yes gets the link to your calendar, then a person takes over"
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
                + ", text version \(step.template.version)"
        }.joined(separator: "\n")
        return facts
    }

    fileprivate func progress(_ terminal: Terminal) -> String {
        var lines = [
            "\(counts.mails) mails left, \(counts.mailsLastDay) in the last 24 h; \(counts.planned) are planned."
                + (counts.drafts > 0 ? " \(counts.drafts) wait in Drafts for you to send them." : "")
        ]
        lines += counts.perStep.map { "  \($0.name): \($0.mails)" }
        lines.append("\(counts.allLeads) leads:")
        for state in LeadState.allCases {
            if let count = counts.leads[state] { lines.append("  \(state.rawValue): \(count)") }
        }
        let replies = ReplyKind.allCases.compactMap { kind in
            counts.replies[kind].map { "  \(kind.shown): \($0)" }
        }
        if !replies.isEmpty { lines += ["\(counts.replies.values.reduce(0, +)) people wrote back:"] + replies }
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

extension ReplyKind {
    fileprivate var shown: String {
        switch self {
        case .interested: "interested"
        case .contact: "gave a number or an address"
        case .refused: "said no"
        case .optedOut: "want no more mail"
        case .automatic: "an automatic reply alone"
        case .forPerson: "waits for a person"
        case .other: "something else, which is settled"
        }
    }
}

extension StepDelay {
    fileprivate var shown: String {
        switch self {
        case .days(let days): "\(days) days after the one before"
        case .after(let span): span == .zero ? "at once" : "\(span) after the one before"
        }
    }
}

extension CampaignCheck {
    fileprivate func text(_ terminal: Terminal) -> String {
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
