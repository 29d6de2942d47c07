import ArgumentParser
import Correspondence
import Operations
import Outreach
import Storage
import Text
import Timing

extension BusyPolicy: ExpressibleByArgument {}

/// In the form of command arguments: `draft-selected-send-rest`.
extension JobSelection: ExpressibleByArgument {
    package init?(argument: String) { self.init(rawValue: argument.replacing("-", with: "_")) }
    package static var allValueStrings: [String] { allCases.map { $0.rawValue.replacing("_", with: "-") } }
    package var defaultValueDescription: String { rawValue.replacing("_", with: "-") }
    package static var allValueDescriptions: [String: String] {
        Dictionary(uniqueKeysWithValues: allCases.map { ($0.defaultValueDescription, $0.meaning) })
    }

    private var meaning: String {
        switch self {
        case .sendAll: "every lead gets its mail"
        case .sendSelected: "the selected ones alone"
        case .draftAll: "every mail is put into Drafts, and you send it from there"
        case .draftSelected: "the same for the selected ones alone"
        case .draftSelectedSendRest: "drafts for the selected ones, and the others get their mail at once"
        }
    }
}

/// `mosaic jobs`.
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "Release one step of a campaign at a time, to send it or to put it into Drafts.",
        discussion: """
            For campaigns whose file says `release: jobs`. A lead is selected when its row has x or yes in a column `select`.

              mosaic jobs start spring --step intro                       to everybody, now
              mosaic jobs start spring --step bump --what draft-selected --at 2026-12-01T08:00
              mosaic jobs                                                 all of them
              mosaic jobs show 3                                          what became of each lead
              mosaic jobs show 3 --csv > report.csv
              mosaic jobs cancel 3                                        nothing of it leaves any more, at once
            """,
        subcommands: [List.self, Show.self, Start.self, Cancel.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List jobs, the latest first.")

        @OptionGroup var store: StoreOptions
        @Option(name: .long, help: "Only those of this campaign.")
        var campaign: String?
        @OptionGroup var limit: ListLimit

        func run() async throws {
            let rows = limit.rows(asJSON: store.output.json) ?? Int.max
            let reports = try await store.withStore { opened in
                var id: CampaignID?
                if let campaign { id = try await WholeCampaign.of(campaign, in: opened).campaign.id }
                return try await JobReport.all(of: id, limit: rows, in: opened)
            }
            store.output.print(reports.json) { _ in
                guard !reports.isEmpty else { return "There is no job." }
                var table = Table([
                    "job", "campaign", "step", "state", "starts", "total", "sent", "skipped", "failed", "why",
                ])
                for report in reports {
                    table.add([
                        "\(report.job.id)", report.job.campaignName.shownOnOneLine(limit: 30),
                        report.job.stepName.shownOnOneLine(limit: 20), report.job.state.rawValue,
                        report.job.startsAt.shown, "\(report.total)", report.left, "\(report.totals[.skipped] ?? 0)",
                        "\(report.totals[.error] ?? 0)", (report.job.reason ?? "").shownOnOneLine(limit: 60),
                    ])
                }
                return "\(table)"
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what became of each lead in a job.",
            discussion: "--csv writes it as a report. A report is no list of people: imports refuse it.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The job, as `mosaic jobs` lists it.")
        var id: JobID
        @Flag(name: .long, help: "Write all lines as CSV.")
        var csv = false
        @OptionGroup var limit: ListLimit

        func validate() throws {
            guard !(csv && store.output.json) else { throw ValidationError("--csv and --json exclude each other.") }
        }

        func run() async throws {
            if csv {
                return try await store.withStore { opened in
                    _ = try await JobReport.of(id, in: opened)
                    try await JobReport.writeLog(of: id, in: opened, to: { try RawOutput.write($0) })
                }
            }
            let rows = limit.rows(asJSON: store.output.json) ?? Int.max
            let (report, log) = try await store.withStore { opened in
                (try await JobReport.of(id, in: opened), try await opened.jobs.log(of: id, limit: rows))
            }
            store.output.print(report.json.adding(["log": log] as JSON)) { _ in
                "\(report.facts)\n\n\(log.text)\(ListLimit.note(log.count, of: report.total, .standard))"
            }
        }
    }

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Release a step: `mosaic run` sends it or puts it into Drafts.",
            discussion: """
                  mosaic jobs start spring --step intro
                  mosaic jobs start spring --step bump --what draft-selected-send-rest --at 2026-12-01T08:00

                A lead is selected when its row has x or yes in a column `select`.

                The first step goes to everybody who has not had it. A later one goes into the same conversation: to nobody who has \
                answered or never got the first, to nobody who has had another follow-up unless you say --force, and to nobody \
                less than two hours after the mail before.

                A job has its accounts to itself, and jobs of one account begin two hours apart (--apart). --busy says what \
                happens when they are taken: fail makes no job and names the earliest free time, wait takes that time, and \
                switch uses the accounts that are free. `mosaic jobs cancel` takes a job back at any time.
                """)

        @OptionGroup var store: StoreOptions
        @Argument(help: "The campaign's name.")
        var campaign: String
        @Option(name: .long, help: "The step, by its id in the campaign's file.")
        var step: String
        @Option(name: .long, help: "Who gets it, and how; without it send-all.")
        var what: JobSelection = .sendAll
        @Flag(name: .long, help: "Also remind people that have had a follow-up already; never who has answered.")
        var force = false
        @Option(
            name: .long,
            help: ArgumentHelp("When, such as 2026-12-01T08:00 in your zone; without it now.", valueName: "instant"))
        var at: Instant?
        @Option(name: .long, help: "What happens when its accounts are another job's.")
        var busy: BusyPolicy = .fail
        @Option(
            name: .long,
            help: ArgumentHelp("How far jobs of one account begin apart; without it 2h.", valueName: "span"))
        var apart: Span?

        func run() async throws {
            try await store.intervene {
                try await $0.startJob(
                    campaign, step: step, what, force: force, busy: busy, at: at?.timestamp,
                    apart: apart?.duration ?? GuardWindow().span)
            }
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take a job back: nothing of it leaves any more.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The job, as `mosaic jobs` lists it.")
        var id: JobID

        func run() async throws { try await store.intervene { try await $0.cancelJob(id) } }
    }
}

extension JobReport {
    fileprivate var left: String {
        let drafted = totals[.drafted] ?? 0
        return "\(totals[.sent] ?? 0)" + (drafted > 0 ? " + \(drafted) drafts" : "")
    }

    fileprivate var facts: Facts {
        var facts = Facts()
        facts["job"] = "\(job.id): step \(job.stepName) of campaign \(job.campaignName)"
        facts["what"] = job.selection.defaultValueDescription + (job.force ? ", also reminds" : "")
        facts["state"] = job.state.rawValue + (job.reason.map { ", \($0)" } ?? "")
        facts["starts"] = job.startsAt.shown
        facts["began"] = job.begunAt?.shown
        facts["ended"] = job.endedAt?.shown
        facts["accounts"] = job.accounts.map(\.text).joined(separator: "\n")
        let counts = JobLogStatus.allCases.compactMap { status in
            totals[status].map { "\($0) \(status.rawValue.lowercased())" }
        }
        facts["total"] = "\(total)" + (counts.isEmpty ? "" : ": " + counts.joined(separator: ", "))
        return facts
    }
}

extension [JobLogRow] {
    fileprivate var text: String {
        guard !isEmpty else { return "It has no leads yet." }
        var table = Table(["lead", "address", "status", "why", .optional("account", 1), "left"])
        for row in self {
            table.add([
                "\(row.lead)", row.recipient.text, row.status.rawValue, (row.reason ?? "").shownOnOneLine(limit: 60),
                row.account?.text ?? "", row.sentAt?.shown ?? "",
            ])
        }
        return "\(table)"
    }
}
