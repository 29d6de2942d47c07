import Correspondence
import Database
import PostOffice
import Settings
import Testing

@testable import Storage

/// Servers that do not say how far a mailbox has grown, or say it wrongly, or break off at one of its messages: a refusal that
/// a rule filed there stops the sequence all the same.
@Suite(.fewAtATime) struct FoldersOfOddServers {
    /// What is odd, once the refusal lies in the folder behind another mail.
    enum Oddity: CaseIterable {
        case listsWithoutStates, neverTellsUIDNEXT, doesNotUnderstandListStatus, searchOverlooksIt, breaksAtAnother,
            breaksAtTheTextOfIt
    }

    @Test(arguments: Oddity.allCases)
    func aRefusalInAFolderOfAnOddServerStopsTheSequence(_ oddity: Oddity) async throws {
        let world = try await LoopbackScene.open()
        try await world.watching(change: { ($0.secondMailDelay, $0.pollingInterval) = (.seconds(15), .seconds(2)) }) {
            mosaic in
            try world.reply(Scene.interested)
            _ = try await mosaic.story(world, "stage 2 planned") {
                $0.sent.count == 1 && $0.conversation.nextFollowUpAt != nil
            }
            // The first look into a folder is another one than those that follow.
            try file(Self.news(1), in: world)
            _ = try await eventually("the folder was looked into") {
                try await mosaic.store.database.row("SELECT 1 AS one FROM other_mailboxes WHERE mailbox = 'Creators'")
            }
            Self.make(oddity, in: world)
            try file(Self.news(2), in: world)
            try file(world.outreach.reply("No thanks, I'm not interested."), in: world)
            let isUnread = oddity == .breaksAtTheTextOfIt
            let story = try await mosaic.story(world, ends: isUnread ? .withPerson : .completed)
            #expect(story.followUps.filter(\.state.isOpen).isEmpty)
            #expect(world.accepted == 1)
        }
    }

    private static func make(_ oddity: Oddity, in world: LoopbackScene) {
        switch oddity {
        case .listsWithoutStates: world.imap.options.listsWithoutStates = true
        case .neverTellsUIDNEXT: world.imap.options.untoldStates = ["UIDNEXT"]
        case .doesNotUnderstandListStatus:
            world.imap.options.commandFaults = [
                "LIST \"\" \"*\" RETURN (SPECIAL-USE STATUS": .notUnderstood("unknown return option")
            ]
        case .searchOverlooksIt: world.imap.options.overlookedBySearch = [2, 3]
        case .breaksAtAnother: world.imap.options.withheld = [2: .dropped]
        case .breaksAtTheTextOfIt: world.imap.options.withheld = [3: .droppedWhole]
        }
    }

    private func file(_ letter: Letter, in world: LoopbackScene) throws {
        let uid = try world.deliver(letter, into: .drafts)
        try world.move(uid, from: .drafts, to: .named("Creators"))
    }

    private static func news(_ number: Int) -> Letter {
        Letter(
            from: "news@shop.example", to: ["team@mosaic.test"], subject: "Offers \(number)",
            id: Letter.freshID(at: "shop.example"), text: "Ten offers for this week.")
    }
}
