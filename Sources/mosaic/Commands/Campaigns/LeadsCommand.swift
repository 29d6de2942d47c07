import ArgumentParser
import Correspondence
import Operations
import Outreach
import Settings
import Storage
import Text
import Timing

extension LeadState: ExpressibleByArgument {}

/// `mosaic leads`.
struct LeadsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leads",
        abstract: "Import the people of a campaign, list and show them.",
        discussion: """
              mosaic leads import people.csv --campaign spring            a preview: nothing is written
              mosaic leads import people.csv --campaign spring --confirm  the import
              mosaic leads --campaign spring --state needs_data
              mosaic leads show 17
              mosaic leads set 17 first_name=Ada company_name="Example Ltd"
              mosaic leads due                  those whose next mail is due, and since when
              mosaic leads release 17           lets it go on that is held or has failed
              mosaic leads pause 17             holds it until it is released
              mosaic leads skip 17              takes it out of its campaign
              mosaic leads reset 17             begins anew, where it has got nothing yet
              mosaic leads skip --all-of spring --where company_name=Acme --confirm
            """,
        subcommands: [
            List.self, Show.self, Due.self, Import.self, Set.self, Release.self, Pause.self, Skip.self, Reset.self,
        ],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List leads.")

        @OptionGroup var store: StoreOptions
        @Option(name: .long, help: "Only those of this campaign.")
        var campaign: String?
        @Option(name: .long, help: "Only those in this state.")
        var state: LeadState?
        @Option(name: .long, help: ArgumentHelp("Those behind this one.", valueName: "lead"))
        var after: LeadID?
        @OptionGroup var limit: ListLimit

        func run() async throws {
            let rows = limit.rows(asJSON: store.output.json) ?? Int.max - 1
            let found = try await store.withStore { opened in
                var id: CampaignID?
                if let campaign { id = try await WholeCampaign.of(campaign, in: opened).campaign.id }
                return try await opened.leads.list(of: id, in: state, after: after, limit: rows + 1)
            }
            let leads = Array(found.prefix(rows))
            store.output.print(leads.json) { terminal in
                let more = found.count > rows ? leads.last : nil
                return leads.text(now: SystemWallClock().now)
                    + (more.map { "\n\n" + terminal.yellow("More follow: --after \($0.id), or --limit 0 for all.") }
                        ?? "")
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show one lead with its mails.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The lead, as `mosaic leads` lists it.")
        var id: LeadID

        func run() async throws {
            let story = try await store.withStore { try await LeadStory.of(id, in: $0) }
            store.output.print(story.json) { story.text($0) }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a lead values for its texts; one that waited for them goes on.",
            discussion: "What is planned with the former values is planned anew. What has left stays as it was.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The lead, as `mosaic leads` lists it.")
        var id: LeadID
        @Argument(help: ArgumentHelp("Values by the names that texts use.", valueName: "name=value"))
        var values: [String]
        @Option(name: .long, help: "Which of its people the names are those of; 1 is the first.")
        var person = 1

        func validate() throws {
            guard !values.isEmpty, values.allSatisfy({ $0.split(separator: "=", maxSplits: 1).count == 2 }) else {
                throw ValidationError("Values are written name=value, such as first_name=Ada.")
            }
        }

        func run() async throws {
            let pairs = values.map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
                return (parts[0], parts[1])
            }
            try await store.intervene { try await $0.set(id, pairs, of: person) }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make leads of the rows of a CSV file.",
            discussion: """
                Without --confirm the whole file is read and nothing is written: you see how it is understood, and what would \
                become of it. An import that was interrupted goes on where it was when it is called again. Suppressed \
                contacts stay suppressed, and a lead that is there already is left as it is.
                """)

        @OptionGroup var store: StoreOptions
        @Argument(help: ArgumentHelp("The file.", valueName: "file.csv"))
        var file: String
        @Option(name: .long, help: "The campaign whose leads they become.")
        var campaign: String
        @Option(
            name: .long,
            help: ArgumentHelp(
                "What a column holds: email=Kontakt, first_name=\"Rufname\". May be given several times.",
                valueName: "field=heading"))
        var map: [String] = []
        @Flag(name: .long, help: "Give people who are in the campaign already the values of their rows.")
        var update = false
        @Flag(name: .long, help: "Import; otherwise only look.")
        var confirm = false

        func run() async throws {
            let renamed = try renamed()
            let never = try await SettingsLoader.neverAnswer(
                environment: store.settings.environment, file: store.settings.env)
            let report = try await store.withStore { opened in
                let whole = try await WholeCampaign.of(campaign, in: opened)
                let leads = LeadImport(
                    file, into: whole, of: opened, renamed: renamed, updating: update, isForbidden: never.covers)
                guard confirm else { return try await leads.preview() }
                let progress = ImportProgressLine(isJSON: store.output.json)
                return try await leads.run { progress.tell($0) }
            }
            store.output.print(report.json) { report.text($0) }
        }

        private func renamed() throws -> [String: String] {
            var renamed: [String: String] = [:]
            for pair in map {
                let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else {
                    throw ValidationError("--map takes FIELD=HEADING, such as email=Kontakt.")
                }
                renamed[parts[0]] = parts[1]
            }
            return renamed
        }
    }
}

extension [LeadRecord] {
    fileprivate func text(now: Timestamp) -> String {
        guard !isEmpty else { return "There is none." }
        var table = Table([
            "lead", .optional("campaign", 2), "address", "state", "why", .optional("account", 1), "next",
        ])
        for lead in self {
            table.add([
                "\(lead.id)", lead.campaignName.shownOnOneLine(limit: 30), lead.address.text, lead.state.rawValue,
                (lead.plainReason ?? "").shownOnOneLine(limit: 60), lead.account?.text ?? "",
                lead.nextDueAt?.shown(relativeTo: now) ?? "",
            ])
        }
        return "\(table)"
    }
}

extension LeadStory {
    func text(_ terminal: Terminal) -> String {
        var facts = Facts()
        facts["lead"] = "\(lead.id) of campaign \(lead.campaignName)"
        facts["state"] = lead.state.rawValue + (lead.plainReason.map { ": \($0)" } ?? "")
        facts["account"] = lead.account?.text
        facts["next mail"] = lead.nextDueAt.map { "not before \($0.shown)" }
        facts["from"] = lead.importFile.map { "\($0), row \(lead.importRow ?? 0)" }
        facts["fields"] = lead.fields.shownOnOneLine(limit: 400)
        facts["people"] = lead.people.map { person in
            "\(person.address), \(person.status.rawValue)"
                + (person.lastStep.map { ", last step \($0)" } ?? "")
                + (person.conversation.map { ", conversation \($0)" } ?? "")
        }.joined(separator: "\n")
        let told = mails.map { mail in
            let when = mail.sentAt.map { "left \($0.shown)" } ?? "due \(mail.dueAt.shown)"
            let why = mail.reason.map { ", \($0.shownOnOneLine(limit: 80))" } ?? ""
            return "  \(mail.step) to \(mail.recipient) from \(mail.account): \(mail.state.rawValue), \(when)\(why)"
        }
        return ([facts.description] + (told.isEmpty ? [] : [terminal.bold("Mails")] + told)).joined(separator: "\n")
    }
}

extension LeadImportReport {
    fileprivate func text(_ terminal: Terminal) -> String {
        var lines: [String] = []
        switch stage {
        case .preview: lines.append(terminal.bold("Preview: nothing was written."))
        case .imported: lines.append(terminal.bold("Imported into \(campaign)."))
        case .known: lines.append(terminal.yellow("This file was imported into \(campaign) before: nothing was done."))
        }
        lines.append("\(file): \(encoding), cells separated by \(delimiter)")
        var table = Table(["column", "is"])
        for column in columns { table.add([column.heading.shownOnOneLine(limit: 40), column.field]) }
        lines.append("\(table)")
        for row in sample.prefix(stage == .preview ? 5 : 0) {
            lines.append(terminal.dim("  " + row.map { $0.shownOnOneLine(limit: 24) }.joined(separator: " | ")))
        }
        let word = stage == .preview ? "would become leads" : "became leads"
        lines.append("\(rows) rows: \(added) \(word)")
        let rest = [
            (inPart, "of them without people who belong to another lead of the campaign already"),
            (duplicatesInFile, "stand in the file before"), (known, "are leads of the campaign already"),
            (updated, "of these took the row's values"),
            (forbidden, "are named in NEVER_ANSWER"),
            (roles, "belong to offices or machines, such as postmaster@"),
            (suppressed, "are suppressed and stay so"), (faulty, "cannot be taken"),
            (resumedAfter, "were done before the interruption"),
        ]
        lines += rest.filter { $0.0 > 0 }.map { "  \($0.0) \($0.1)" }
        lines += faults.prefix(20).map { terminal.yellow("  \($0.shownOnOneLine(limit: 160))") }
        if faulty > min(20, faults.count) { lines.append("  … and \(faulty - min(20, faults.count)) more (--json)") }
        lines += notices.prefix(10).map { terminal.yellow("  \($0.shownOnOneLine(limit: 160))") }
        if stage == .preview { lines.append(terminal.dim("Import it: add --confirm")) }
        return lines.joined(separator: "\n")
    }
}
