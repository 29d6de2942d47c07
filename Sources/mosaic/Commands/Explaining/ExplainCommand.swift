import ArgumentParser
import Correspondence
import Storage
import Text
import Timing

/// `mosaic explain`.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell the whole story of a conversation from what is stored.",
        discussion: """
            What was written, how it was understood, what was decided and why, what was sent when and what the server said, \
            which flags were set and read back, who took over. All times are UTC.

              mosaic explain 3                        a conversation, by its ID
              mosaic explain creator@example.com      all conversations with somebody
              mosaic explain '<id@mail.example.com>'  what a Message-ID belongs to
              mosaic explain 3 --json
            """)

    @OptionGroup var store: StoreOptions
    @Argument(help: ArgumentHelp("A conversation's ID, a mail address or a Message-ID.", valueName: "id"))
    var subject: ExplainSubject

    func run() async throws {
        let (stories, others) = try await store.withStore { try await Self.find(subject, in: $0) }
        guard !stories.isEmpty || !others.isEmpty else {
            throw CommandFailure("Nothing is known about \(subject.description.shownOnOneLine(limit: 200)).")
        }
        let json: JSON = ["conversations": stories.map(\.json), "other_messages": others.map(\.json)]
        store.output.print(json) { terminal in
            (stories.map { $0.text(terminal) } + (others.isEmpty ? [] : [Self.text(others, terminal)]))
                .joined(separator: "\n\n")
        }
    }

    private static func find(
        _ subject: ExplainSubject, in store: Store
    ) async throws -> (stories: [ConversationStory], others: [MessageRecord]) {
        let threads: [ConversationID]
        let others: [MessageRecord]
        switch subject {
        case .conversation(let id): (threads, others) = ([id], [])
        case .address(let address):
            threads = try await store.conversations.ids(with: address)
            others = try await store.messages.unlinked(from: address, limit: 20)
            // A Message-ID without its angle brackets may look like an address.
            if threads.isEmpty, others.isEmpty, let id = MessageID(address.text) {
                return try await find(.message(id), in: store)
            }
        case .message(let id):
            threads = try await store.conversations.ids(naming: id)
            others = try await store.messages.list(named: id).filter { $0.thread == nil }
        }
        var stories: [ConversationStory] = []
        for thread in threads {
            if let story = try await store.conversations.story(of: thread) { stories.append(story) }
        }
        return (stories, others)
    }

    private static func text(_ messages: [MessageRecord], _ terminal: Terminal) -> String {
        let entries = messages.flatMap(\.entries).map { $0.text(terminal) }
        return ([terminal.bold("Mail that belongs to no conversation")] + entries).joined(separator: "\n")
    }
}

/// What a story is asked for by.
enum ExplainSubject: ExpressibleByArgument, CustomStringConvertible {
    case conversation(ConversationID)
    case address(EmailAddress)
    case message(MessageID)

    /// A number is a conversation, angle brackets make a Message-ID; a bare `a@b` is an address when it is one.
    init?(argument: String) {
        if let id = ConversationID(argument: argument) {
            self = .conversation(id)
        } else if !argument.hasPrefix("<"), let address = EmailAddress(argument) {
            self = .address(address)
        } else if let id = MessageID(argument), argument.contains("@") || argument.hasPrefix("<") {
            self = .message(id)
        } else {
            return nil
        }
    }

    var description: String {
        switch self {
        case .conversation(let id): "conversation \(id)"
        case .address(let address): address.text
        case .message(let id): id.bracketed
        }
    }
}

extension ConversationStory {
    func text(_ terminal: Terminal) -> String {
        let told = [conversation.facts.description, ""] + entries.map { $0.text(terminal) }
        return (told + waiting.map { $0.text(terminal) }).joined(separator: "\n")
    }
}

extension StoryEntry {
    func text(_ terminal: Terminal) -> String {
        let indent = String(repeating: " ", count: 21)
        let shown: String =
            switch kind {
            case .reply, .decision: terminal.bold(title)
            case .handoff, .person: terminal.yellow(title)
            case .outreach, .stage, .try, .mailbox, .event: title
            }
        return ([terminal.dim(at.shown) + "  " + shown] + details.map { indent + terminal.dim($0) }).joined(
            separator: "\n")
    }
}
