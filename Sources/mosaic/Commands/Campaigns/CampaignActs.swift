import ArgumentParser
import Operations
import Storage
import Text

extension CampaignsCommand {
    struct Archive: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a campaign for good: nothing starts it again.",
            discussion: """
                What is planned is taken back, its jobs end, and so do its leads. It can still be read, cloned and exported; \
                replies to what was sent are still read and answered. To hold it for a while: mosaic campaigns pause.
                """)

        @OptionGroup var store: StoreOptions
        @Argument(help: "Its name.")
        var campaign: String
        @Option(name: .long, help: "Why, for people who look later.")
        var reason: String?

        func run() async throws { try await store.intervene { try await $0.archive(campaign, reason: reason) } }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let all leads begin anew that have got nothing yet.",
            discussion: """
                Leads that wait, are held, have failed or were skipped, as long as no mail has gone to them. The others stay as \
                they are: nobody gets a step twice.
                """)

        @OptionGroup var store: StoreOptions
        @Argument(help: "Its name.")
        var campaign: String

        func run() async throws { try await store.intervene { try await $0.reset(campaign) } }
    }

    struct Clone: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a new draft that says what a campaign says.",
            discussion: """
                It has no leads: import them. With --move-leads those go over to it who have got nothing of the other one and \
                whom nothing has ended; in that one they are skipped, so nobody is written to by both.
                """)

        @OptionGroup var store: StoreOptions
        @Argument(help: "The campaign to begin with.")
        var campaign: String
        @Argument(help: "The name of the new one.")
        var name: String
        @Flag(name: .long, help: "Take leads along that have got nothing yet.")
        var moveLeads = false

        func run() async throws {
            try await store.intervene { try await $0.clone(campaign, as: name, movingLeads: moveLeads) }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a campaign as the file that makes it.",
            discussion: "What it says, without its leads. `mosaic campaigns apply` reads it again.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "Its name.")
        var campaign: String

        func run() async throws {
            let whole = try await store.withStore { try await WholeCampaign.of(campaign, in: $0) }
            let yaml = try CampaignFile.yaml(of: whole.draft)
            store.output.print(["campaign": whole.campaign.name, "file": yaml]) { _ in yaml }
        }
    }
}
