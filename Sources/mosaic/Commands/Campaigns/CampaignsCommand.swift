import ArgumentParser
import Correspondence
import Operations
import Outreach
import Settings
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
              mosaic campaigns winner spring --step intro --variant question
              mosaic campaigns clone spring summer       a new draft that says the same
              mosaic campaigns export spring > spring.yaml
              mosaic campaigns archive spring            ends it for good

            Replies go to the autoresponder; somebody who answers gets no further mail of any campaign.
            """,
        subcommands: [
            List.self, Show.self, Initial.self, Apply.self, Check.self, Start.self, Pause.self, Progress.self,
            Winner.self, Archive.self, Reset.self, Clone.self, Export.self,
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
        @Flag(help: "Show what would change, and the mails that would be planned anew; change nothing.")
        var show = false

        func run() async throws {
            let draft = try CampaignFile.draft(
                String(decoding: try InputText.bytes(of: file), as: UTF8.self),
                defaults: await SettingsLoader.campaignDefaults(
                    environment: store.settings.environment, file: store.settings.env))
            let check = TemplateCheck(of: draft)
            guard check.isGood else {
                throw CommandFailure(
                    check.steps.compactMap { step in step.fault.map { "Step \(step.name), \($0)" } }
                        .joined(separator: "\n"))
            }
            guard show else { return try await store.intervene { try await $0.apply(draft, over: .any) } }
            let changes = try await store.withStore { opened in
                try await CampaignChanges.of(draft, over: WholeCampaign.of(draft.name, in: opened), in: opened)
            }
            store.output.print(changes.json) { changes.text($0) }
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
        @Option(name: .long, help: "Why, for anybody who looks later.")
        var reason: String?

        func run() async throws { try await store.intervene { try await $0.pauseCampaign(campaign, reason: reason) } }
    }

    struct Winner: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say which variant of a step is the best.",
            discussion: """
                Leads that have drawn no variant yet get it; the others keep theirs. Mosaic says so by itself once a trial has \
                shown it: see `mosaic campaigns show`. An edit of the step's variants begins anew, without a winner.
                """)

        @OptionGroup var store: StoreOptions
        @Argument(help: "Its name.")
        var campaign: String
        @Option(name: .long, help: "The step, by its id in the file.")
        var step: String
        @Option(name: .long, help: "The variant, by its id.")
        var variant: String

        func run() async throws {
            try await store.intervene { try await $0.setWinner(variant, of: step, in: campaign) }
        }
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
