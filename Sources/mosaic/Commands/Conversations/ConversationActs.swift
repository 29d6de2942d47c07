import ArgumentParser
import Correspondence
import Operations

extension Intent: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(rawValue: argument.uppercased())
    }
}

/// `mosaic conversations decline`.
struct DeclineConversationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decline",
        abstract: "The contact is not interested: complete the conversation.",
        discussion: "Its handoff is closed and what was planned is cancelled. Later campaigns may write to the contact."
    )

    @OptionGroup var store: StoreOptions
    @Argument(help: "The conversation's number, or its contact's address.")
    var conversation: NumberOrContact<Entity.Conversation>

    func run() async throws {
        try await store.intervene { try await $0.decline(conversation) }
    }
}

/// `mosaic conversations confirm`.
struct ConfirmConversationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "The newest reply was judged right.",
        discussion: "It counts for what the account may do by itself: `mosaic accounts` shows how often people agreed.")

    @OptionGroup var store: StoreOptions
    @Argument(help: "The conversation's number, or its contact's address.")
    var conversation: NumberOrContact<Entity.Conversation>

    func run() async throws {
        try await store.intervene { try await $0.confirm(conversation) }
    }
}

/// `mosaic conversations correct`.
struct CorrectConversationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct",
        abstract: "The newest reply was judged wrong: keep what it was.",
        discussion: """
            The conversation stays as it is. To measure what was kept:

              mosaic conversations corrections > cases.jsonl
              mosaic replay cases.jsonl
            """)

    @OptionGroup var store: StoreOptions
    @Argument(help: "The conversation's number, or its contact's address.")
    var conversation: NumberOrContact<Entity.Conversation>
    @Argument(help: "What the reply was.")
    var label: Intent

    func run() async throws {
        try await store.intervene { try await $0.correct(conversation, to: label) }
    }
}

/// `mosaic conversations corrections`.
struct CorrectionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corrections", abstract: "Print the replies that were judged wrong, as `mosaic replay` reads them."
    )

    @OptionGroup var store: StoreOptions

    func run() async throws {
        let list = try await store.withStore { try await CorrectionList(of: $0) }
        store.output.print(list.json) { _ in list.lines }
    }
}
