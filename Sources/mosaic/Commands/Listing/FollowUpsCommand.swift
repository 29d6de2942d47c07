import ArgumentParser
import Correspondence
import Operations
import Storage
import Text
import Timing

/// `mosaic followups`.
struct FollowUpsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "followups",
        abstract: "List, show, cancel or move the mails that will be sent.",
        discussion: """
            A follow-up is one mail of one conversation: a stage of the answers, or a step of a campaign, which is shown with \
            the campaign's name. Its ID is the first column of the list.

              mosaic followups                        what is due next
              mosaic followups list --all             also what was sent or cancelled
              mosaic followups show 12                one of them, with every attempt
              mosaic followups reschedule 12 --in 2h  send it in two hours
              mosaic followups cancel 12              do not send it; you take over
            """,
        subcommands: [List.self, Show.self, Cancel.self, Reschedule.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List what is due next; or everything, the latest first.")

        @OptionGroup var store: StoreOptions
        @Flag(name: .long, help: "Also list what was sent, cancelled or refused.")
        var all = false
        @OptionGroup var limit: ListLimit

        func run() async throws {
            let rows = limit.rows(asJSON: store.output.json)
            let list = try await store.withStore { try await MailList(of: $0, alsoClosed: all, limit: rows) }
            store.output.print(list.json) { list.text($0, now: SystemWallClock().now) }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show one follow-up with every attempt to send it.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The follow-up, as `mosaic followups` lists it.")
        var id: MailID

        func run() async throws {
            let story = try await store.withStore { try await MailStory(of: id, in: $0) }
            store.output.print(story.json) { terminal in
                ([story.mail.facts.description, ""] + story.tries.map { "  \($0.at.shown)  \($0.sentence)" })
                    .joined(separator: "\n") + "\n\n"
                    + terminal.dim("The whole story: mosaic explain \(story.mail.conversation)")
            }
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Do not send a follow-up.",
            discussion: "What would follow it is not sent either: the conversation is with a person from now on.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The follow-up, as `mosaic followups` lists it.")
        var id: MailID

        func run() async throws {
            try await store.intervene { try await $0.cancel(id) }
        }
    }

    struct Reschedule: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send a follow-up at another time.",
            discussion: """
                  mosaic followups reschedule 12 --at 2026-12-24T09:00         in your time zone
                  mosaic followups reschedule 12 --in 2h
                  mosaic followups reschedule 12 --at 2026-12-24T09:00+01:00
                """)

        @OptionGroup var store: StoreOptions
        @Argument(help: "The follow-up, as `mosaic followups` lists it.")
        var id: MailID
        @Option(
            name: .customLong("at"),
            help: ArgumentHelp(
                "The time: 2026-12-24T09:00 in your time zone, or with a zone: …+01:00, …Z.", valueName: "time"))
        var instant: Instant?
        @Option(name: .customLong("in"), help: ArgumentHelp("The time from now: 90s, 5m, 2h, 3d.", valueName: "span"))
        var span: Span?

        func validate() throws {
            guard (instant == nil) != (span == nil) else {
                throw ValidationError("Give the new time by --at or by --in.")
            }
        }

        func run() async throws {
            let due = instant?.timestamp ?? SystemWallClock().now + (span?.duration ?? .zero)
            try await store.intervene { try await $0.reschedule(id, to: due) }
        }
    }
}

extension MailList {
    fileprivate func text(_ terminal: Terminal, now: Timestamp) -> String {
        guard !mails.isEmpty else { return "Nothing is planned." }
        var table = Table([
            "ID", .optional("due", 2), "when", "mail", "to", .optional("from", 3), "state",
            .optional("conversation", 1),
        ])
        for record in mails {
            table.add([
                "\(record.id)", record.dueAt.shown,
                (record.state.isOpen ? record.dueAt : record.sentAt ?? record.dueAt).shown(relativeTo: now),
                record.name, record.recipient.text, record.account.text,
                record.isHalted && record.state == .planned ? "planned, paused" : record.state.rawValue,
                "\(record.conversation)",
            ])
        }
        return "\(table)" + ListLimit.note(mails.count, of: total, terminal)
    }
}

extension MailRecord {
    var facts: Facts {
        var facts = Facts()
        facts["follow-up"] = "\(id), \(name) of conversation \(conversation)"
        facts["to"] = recipient.text
        facts["from"] = account.text
        facts["subject"] = subject
        facts["state"] = state.rawValue
        facts["why"] = reason
        facts["due"] = dueAt.shown
        facts["sent"] = sentAt?.shown
        facts["text"] = words
        facts["server's reply"] = serverReply
        facts["Message-ID"] = messageID?.bracketed
        return facts
    }
}
