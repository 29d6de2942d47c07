import ArgumentParser
import Correspondence
import Operations
import Storage
import Text
import Timing

/// `mosaic outreach`.
struct OutreachCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outreach",
        abstract: "Show which mail in Sent counts as outreach, and say yes or no.",
        discussion: """
            Only replies to outreach are answered. Unless OUTREACH says otherwise, mail counts when the same text, \
            personalised, went to at least two people; never mail in a conversation that the other side began, and never \
            mail to your own domain.

              mosaic outreach             the groups of mails with the same text
              mosaic outreach list --all  also texts that only one person got
              mosaic outreach accept 4    group 4 is outreach: replies to it are answered
              mosaic outreach refuse 4    it is not: replies to it are left alone
            """,
        subcommands: [List.self, Accept.self, Refuse.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List groups of mails, those that count first.")

        @OptionGroup var store: StoreOptions
        @Flag(name: .long, help: "Also list texts that only one person got.")
        var all = false

        func run() async throws {
            let overview = try await store.withStore { try await OutreachOverview(of: $0, alsoSingle: all) }
            store.output.print(overview.json) { overview.text($0, now: SystemWallClock().now) }
        }
    }

    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that the mails of a group are outreach.",
            discussion: "Replies to them that came within the last three days are looked at again.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The group, as `mosaic outreach` lists it.")
        var group: Int64

        func run() async throws {
            try await store.intervene { try await $0.judge(group: group, .accepted) }
        }
    }

    struct Refuse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that the mails of a group are not outreach.",
            discussion: "Conversations they began are yours from now on, and nothing planned in them is sent.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The group, as `mosaic outreach` lists it.")
        var group: Int64

        func run() async throws {
            try await store.intervene { try await $0.judge(group: group, .refused) }
        }
    }
}

extension OutreachOverview {
    fileprivate func text(_ terminal: Terminal, now: Timestamp) -> String {
        let sentences = tallies.map { "\($0.account): \($0.sentence)." }.joined(separator: "\n")
        guard !tallies.isEmpty else { return "No mail in Sent has been read yet: start `mosaic run`." }
        guard !groups.isEmpty else { return sentences }
        var table = Table([
            "ID", "outreach", "people", .optional("mails", 4), "subject of the first", .optional("such as", 1),
            .optional("account", 2), .optional("last", 3),
        ])
        for group in groups {
            table.add([
                "\(group.id)", group.shownVerdict, "\(group.people)", "\(group.mails)",
                group.subject.shownOnOneLine(limit: 40),
                group.samples.map(\.text).joined(separator: " ").shownOnOneLine(limit: 50), group.account.text,
                group.lastAt.shown(relativeTo: now),
            ])
        }
        return
            "\(table)\n\n\(terminal.lines(sentences).joined(separator: "\n"))\n"
            + terminal.dim("Say yes or no: mosaic outreach accept ID, mosaic outreach refuse ID")
    }
}
