import ArgumentParser
import Correspondence
import Operations
import Outreach
import Storage

/// Which leads an act is for: one, or those of a campaign.
struct LeadChoice: ParsableArguments {
    @Argument(help: "The lead, as `mosaic leads` lists it.")
    var id: LeadID?
    @Option(
        name: .customLong("all-of"), help: ArgumentHelp("All leads of this campaign instead.", valueName: "campaign"))
    var campaign: String?
    @Option(name: .long, help: "Of these, those in this state alone.")
    var state: LeadState?
    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "Of these, those that have this value alone. May be given several times.", valueName: "name=value"))
    var values: [String] = []
    @Flag(name: .long, help: "Do it with all of them; otherwise they are only counted.")
    var confirm = false

    func validate() throws {
        guard (id == nil) != (campaign == nil) else {
            throw ValidationError("Name one lead, or those of a campaign: --all-of CAMPAIGN.")
        }
        guard campaign != nil || (state == nil && values.isEmpty && !confirm) else {
            throw ValidationError("--state, --where and --confirm go with --all-of.")
        }
        guard values.allSatisfy({ $0.split(separator: "=", maxSplits: 1).count == 2 && !$0.contains("\"") }) else {
            throw ValidationError("Values are written name=value, such as company_name=Acme.")
        }
    }

    var selection: LeadSelection {
        let pairs = values.map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            return (parts[0], parts[1])
        }
        return LeadSelection(in: state, with: Dictionary(pairs, uniquingKeysWith: { $1 }))
    }

    func carryOut(
        _ act: LeadAct, with store: StoreOptions, one: (Interventions, LeadID) async throws -> Acknowledgement
    ) async throws {
        try await store.intervene { acts in
            if let id { return try await one(acts, id) }
            return try await acts.carryOut(act, selection, ofAll: campaign ?? "", confirmed: confirm)
        }
    }
}

extension LeadsCommand {
    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let leads go on that are held or have failed.",
            discussion: """
                The mail that did not leave is planned again, after a refusal too: mend its cause first. A step that may have \
                left, or waits in Drafts, counts as sent.
                """)

        @OptionGroup var store: StoreOptions
        @OptionGroup var choice: LeadChoice

        func run() async throws { try await choice.carryOut(.release, with: store) { try await $0.release($1) } }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hold leads: they get nothing before they are released.",
            discussion: "What is planned for them is taken back. A reply of theirs is read and answered all the same.")

        @OptionGroup var store: StoreOptions
        @OptionGroup var choice: LeadChoice

        func run() async throws { try await choice.carryOut(.pause, with: store) { try await $0.pause($1) } }
    }

    struct Skip: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take leads out of their campaign.")

        @OptionGroup var store: StoreOptions
        @OptionGroup var choice: LeadChoice

        func run() async throws { try await choice.carryOut(.skip, with: store) { try await $0.skip($1) } }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let leads that have got nothing yet begin anew.",
            discussion: """
                They may have waited, failed or been skipped. A lead that has had a mail, or may have, never begins anew: \
                nobody gets a step twice. To say something new to others, make a new campaign: mosaic campaigns clone.
                """)

        @OptionGroup var store: StoreOptions
        @OptionGroup var choice: LeadChoice

        func run() async throws { try await choice.carryOut(.reset, with: store) { try await $0.reset($1) } }
    }

    struct Due: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the leads whose next mail is due now, and no others.",
            discussion: """
                Those of active campaigns, the longest due first. They leave as soon as hours, gaps and limits let them: see \
                `mosaic explain --lead`. What a job releases is shown by `mosaic jobs show`.
                """)

        @OptionGroup var store: StoreOptions
        @Option(name: .long, help: "Only those of this campaign.")
        var campaign: String?
        @OptionGroup var limit: ListLimit

        func run() async throws {
            let rows = limit.rows(asJSON: store.output.json) ?? Int.max - 1
            let due = try await store.withStore { try await DueLeads.of(campaign, in: $0, limit: rows) }
            store.output.print(due.json) { due.text($0) }
        }
    }
}

extension DueLeads {
    fileprivate func text(_ terminal: Terminal) -> String {
        guard !leads.isEmpty else { return "No lead is due." }
        var table = Table(["lead", .optional("campaign", 2), "address", "state", .optional("account", 1), "due since"])
        for due in leads {
            let lead = due.lead
            table.add([
                "\(lead.id)", lead.campaignName.shownOnOneLine(limit: 30), lead.address.text, lead.state.rawValue,
                lead.account?.text ?? "", "\(due.since.shown), \(due.since.shown(relativeTo: now))",
            ])
        }
        return "\(table)" + ListLimit.note(leads.count, of: count, terminal)
    }
}
