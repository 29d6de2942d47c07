import ArgumentParser
import Correspondence
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

            Everything that happened in one: mosaic explain 3
            """,
        subcommands: [List.self, Show.self, Resume.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List conversations, the latest change first.")

        @OptionGroup var store: StoreOptions
        @Option(name: .long, help: "Only those in this state.")
        var state: ConversationState?
        @Option(name: .long, help: ArgumentHelp("Show at most so many.", valueName: "n"))
        var limit = 50

        func run() async throws {
            let (list, counts) = try await store.withStore { store in
                (try await store.conversations.list(in: state, limit: limit), try await store.conversations.counts())
            }
            store.output.print(.array(list.map(\.json))) { terminal in
                guard !list.isEmpty else { return state == nil ? "There is no conversation yet." : "There is none." }
                var table = Table(["ID", "contact", "account", "state", "why", "stages", "next", "changed"])
                let now = SystemWallClock().now
                for record in list {
                    table.add([
                        "\(record.id)", record.contact.text, record.account.text, record.state.rawValue,
                        record.why.shownOnOneLine(limit: 40), "\(record.stagesSent)",
                        record.nextFollowUpAt?.shown(relativeTo: now) ?? "", record.updatedAt.shown(relativeTo: now),
                    ])
                }
                let summary = ConversationState.allCases.compactMap { state in
                    counts[state].map { "\($0) \(state.rawValue)" }
                }
                return "\(table)\n\n\(terminal.dim(summary.joined(separator: ", ")))"
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show one conversation.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The conversation, as `mosaic conversations` lists it.")
        var id: ConversationID

        func run() async throws {
            let record = try await store.withStore { store in
                guard let record = try await store.conversations.record(id) else {
                    throw CommandFailure("There is no conversation \(id).")
                }
                return record
            }
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
                refused where the next reply would go to a person all the same.
                """)

        @OptionGroup var store: StoreOptions
        @Argument(help: "The conversation, as `mosaic conversations` lists it.")
        var id: ConversationID

        func run() async throws {
            try await store.intervene(
                on: { _ in id }, what: "conversation \(id)",
                done: "Conversation \(id) is Mosaic's again: it decides the next reply."
            ) { try await $0.conversations.resume(id) }
        }
    }
}

extension ConversationRecord: JSONConvertible {
    var json: JSON {
        [
            "id": id, "account": account, "contact": contact, "contact_name": contactName, "subject": subject,
            "message_id": messageID, "state": state, "reason": reason, "intent": intent, "stages_sent": stagesSent,
            "next_followup_at": nextFollowUpAt, "hold_until": holdUntil, "waits_for_decision": decideAfter != nil,
            "phone": phone, "postal_address": postalAddress, "suppressed_at": suppressedAt,
            "suppressed_reason": suppressedReason, "created_at": createdAt, "updated_at": updatedAt,
        ]
    }

    var facts: Facts {
        var facts = Facts()
        facts["conversation"] = "\(id), \"\(subject.shownOnOneLine(limit: 100))\""
        facts["with"] = contactName.map { "\($0.shownOnOneLine()) <\(contact)>" } ?? contact.text
        facts["account"] = account.text
        facts["state"] = state.rawValue + (reason.map { ", \($0)" } ?? "")
        facts["intent"] = intent
        facts["waits"] = decideAfter == nil ? nil : "a message waits for its decision"
        facts["stages sent"] = "\(stagesSent)"
        facts["next stage"] = nextFollowUpAt.map { "\($0.shown) UTC" }
        facts["held until"] = holdUntil.map { "\($0.shown) UTC" }
        facts["phone"] = phone
        facts["address"] = postalAddress
        facts["barred"] = suppressedAt.map { "since \($0.shown) UTC: \(suppressedReason ?? "")" }
        return facts
    }
}
