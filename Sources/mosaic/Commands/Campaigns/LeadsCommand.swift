import ArgumentParser
import Correspondence
import Operations
import Outreach
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
              mosaic leads release 17                                     a held lead goes on
              mosaic leads skip 17                                        its people get nothing more
              mosaic leads retry 17                                       a failed lead, once its address is right
            """,
        subcommands: [List.self, Show.self, Import.self, Release.self, Skip.self, Retry.self],
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
        @Option(name: .long, help: ArgumentHelp("Show at most so many.", valueName: "n"))
        var limit = 50

        func run() async throws {
            let leads = try await store.withStore { opened in
                var id: CampaignID?
                if let campaign { id = try await WholeCampaign.of(campaign, in: opened).campaign.id }
                return try await opened.leads.list(of: id, in: state, after: after, limit: limit)
            }
            store.output.print(leads.json) { _ in leads.text(now: SystemWallClock().now) }
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

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a held lead go on where it was.",
            discussion: "A lead is held when its mail is far too late, its account cannot send, or a mail went to you.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The lead, as `mosaic leads` lists it.")
        var id: LeadID

        func run() async throws { try await store.intervene { try await $0.release(id) } }
    }

    struct Skip: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take a lead out of its campaign, at once.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The lead, as `mosaic leads` lists it.")
        var id: LeadID

        func run() async throws { try await store.intervene { try await $0.skip(id) } }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Try a failed lead once more.",
            discussion: """
                A lead fails when none of its addresses takes mail. Let its contacts get mail again first: \
                mosaic contacts unbar ADDRESS
                """)

        @OptionGroup var store: StoreOptions
        @Argument(help: "The lead, as `mosaic leads` lists it.")
        var id: LeadID

        func run() async throws { try await store.intervene { try await $0.retry(id) } }
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
        @Flag(name: .long, help: "Import; otherwise only look.")
        var confirm = false

        func run() async throws {
            let renamed = try renamed()
            let report = try await store.withStore { opened in
                let whole = try await WholeCampaign.of(campaign, in: opened)
                let leads = LeadImport(file, into: whole, of: opened, renamed: renamed)
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
        var table = Table(["lead", "campaign", "address", "state", "why", "account", "next"])
        for lead in self {
            table.add([
                "\(lead.id)", lead.campaignName.shownOnOneLine(limit: 30), lead.address.text, lead.state.rawValue,
                (lead.reason ?? "").shownOnOneLine(limit: 50), lead.account?.text ?? "",
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
        facts["state"] = lead.state.rawValue + (lead.reason.map { ", \($0)" } ?? "")
        facts["account"] = lead.account?.text
        facts["next mail"] = lead.nextDueAt.map { "not before \($0.shown) UTC" }
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
            return "  \(mail.step) to \(mail.recipient) from \(mail.account): \(mail.state.rawValue), \(when) UTC\(why)"
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
        lines.append("\(file): \(encoding), cells parted by \(delimiter)")
        var table = Table(["column", "is"])
        for column in columns { table.add([column.heading.shownOnOneLine(limit: 40), column.field]) }
        lines.append("\(table)")
        for row in sample.prefix(stage == .preview ? 5 : 0) {
            lines.append(terminal.dim("  " + row.map { $0.shownOnOneLine(limit: 24) }.joined(separator: " | ")))
        }
        let word = stage == .preview ? "would become leads" : "became leads"
        lines.append("\(rows) rows: \(added) \(word)")
        let rest = [
            (duplicatesInFile, "stand in the file before"), (known, "are leads of the campaign already"),
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
