import ArgumentParser
import Correspondence
import Operations
import Storage
import Text
import Timing

/// `mosaic conversations`.
struct ConversationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conversations",
        abstract: "List and show conversations, or give one back to Mosaic.",
        discussion: """
              mosaic conversations                           the latest changes first
              mosaic conversations list --state with_person  those that wait for you
              mosaic conversations show 3
              mosaic conversations resume 3                  Mosaic decides the next reply
              mosaic conversations resume ann@example.com    the same by the contact's address
              mosaic conversations decline 3                 they are not interested
              mosaic conversations correct 3 INTERESTED      it was judged wrong

            Everything that happened in one: mosaic explain 3
            """,
        subcommands: [
            List.self, Show.self, Resume.self, DeclineConversationCommand.self, ConfirmConversationCommand.self,
            CorrectConversationCommand.self,
            CorrectionsCommand.self,
        ], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List conversations, the latest change first.")

        @OptionGroup var store: StoreOptions
        @Option(name: .long, help: "Only those in this state.")
        var state: ConversationState?
        @OptionGroup var limit: ListLimit

        func run() async throws {
            let rows = limit.rows(asJSON: store.output.json)
            let list = try await store.withStore { try await ConversationList(of: $0, in: state, limit: rows) }
            store.output.print(list.json) { list.text($0, isWhole: state == nil, now: SystemWallClock().now) }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show one conversation.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The conversation, as `mosaic conversations` lists it.")
        var id: ConversationID

        func run() async throws {
            let record = try await store.withStore { try await ConversationRecord.of(id, in: $0) }
            store.output.print(record.json) { terminal in
                "\(record.facts)\n\n\(terminal.dim("The whole story: mosaic explain \(id)"))"
            }
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a conversation back to Mosaic.",
            discussion: """
                Its handoff is closed and the next reply is decided as a first one. Nothing is sent by this, and it is \
                refused where the next reply would go to a person anyway.
                """)

        @OptionGroup var store: StoreOptions
        @Argument(help: "The conversation's number, or its contact's address.")
        var conversation: NumberOrContact<Entity.Conversation>

        func run() async throws {
            try await store.intervene { try await $0.resume(conversation) }
        }
    }
}

extension ConversationList {
    /// - Parameter isWhole: whether all states were asked for.
    fileprivate func text(_ terminal: Terminal, isWhole: Bool, now: Timestamp) -> String {
        guard !conversations.isEmpty else {
            return isWhole ? "There is no conversation yet." : "No conversation is in this state."
        }
        var table = Table([
            "ID", "contact", .optional("account", 2), "state", "why", .optional("stages", 3), "next",
            .optional("changed", 1),
        ])
        for record in conversations {
            table.add([
                "\(record.id)", record.contact.text, record.account.text, record.state.rawValue,
                record.why.shownOnOneLine(limit: 40), "\(record.answersSent)",
                record.nextFollowUpAt?.shown(relativeTo: now) ?? "", record.updatedAt.shown(relativeTo: now),
            ])
        }
        let summary = ConversationState.allCases.compactMap { state in
            counts[state].map { "\($0) \(state.rawValue)" }
        }
        return "\(table)\n\n\(terminal.dim(summary.joined(separator: ", ")))"
            + ListLimit.note(conversations.count, of: total, terminal)
    }
}

extension ConversationRecord {
    var facts: Facts {
        var facts = Facts()
        facts["conversation"] = "\(id), \"\(subject.shownOnOneLine(limit: 100))\""
        facts["with"] = contactName.map { "\($0.shownOnOneLine()) <\(contact)>" } ?? contact.text
        facts["account"] = account.text
        facts["state"] = state.rawValue + (reason.map { ", \($0)" } ?? "")
        facts["intent"] = intent
        facts["waits"] = decideAfter == nil ? nil : "a message waits for its decision"
        facts["stages sent"] = "\(answersSent)"
        facts["next stage"] = nextFollowUpAt.map { "\($0.shown)" }
        facts["held until"] = holdUntil.map { "\($0.shown)" }
        facts["phone"] = phone
        facts["address"] = postalAddress
        facts["barred"] = suppressedAt.map { "since \($0.shown): \(suppressedReason ?? "")" }
        return facts
    }
}
