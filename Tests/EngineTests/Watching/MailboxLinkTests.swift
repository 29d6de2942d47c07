import Access
import Correspondence
import Database
import PostOffice
import Settings
import Synchronization
import Testing
import Timing

@testable import Engine

/// One mailbox that is kept read to its end.
@Suite(.fewAtATime) struct MailboxLinkTests {
    /// All accounts would log in again at once otherwise.
    @Test func theConnectionOutlivesAnAbsenceOfTheDatabase() async throws {
        let world = try await LoopbackScene.open()
        let inbox = try #require(world.settings.accounts[0].inbox)
        let session = try await AccountSession.open(inbox, Tokens())
        let looks = Looks()
        let connections = world.imapConnections
        try await withThrowingTaskGroup { group in
            group.addTask {
                try await session.inbox.run(interval: .seconds(60)) { _ in
                    let look = looks.next()
                    if look == 2 { throw StorageError(.unavailable, "the server restarts") }
                    if look == 3 { throw StorageError(.outcomeUnknown, "the server went away") }
                    return MailboxLook()
                }
            }
            _ = try await eventually("a first look") { looks.count == 1 ? true : nil }
            for _ in 1...2 {
                await #expect(throws: StorageError.self, "who needs certainty is told") {
                    try await session.inbox.sync(.everything)
                }
            }
            try await session.inbox.sync(.everything)
            group.cancelAll()
        }
        #expect(looks.count >= 4)
        #expect(world.imapConnections == connections)
        session.close()
        await world.close()
    }

    /// What is to be done is asked for often, and the mailbox need not be read for it.
    @Test func onlyWhoWantsTheMailboxReadHasItRead() async throws {
        let world = try await LoopbackScene.open()
        let session = try await AccountSession.open(try #require(world.settings.accounts[0].inbox), Tokens())
        let looks = Looks()
        try await withThrowingTaskGroup { group in
            group.addTask {
                try await session.inbox.run(interval: .seconds(60)) { occasion in
                    looks.note(occasion)
                    return MailboxLook()
                }
            }
            _ = try await eventually("a first look") { looks.occasions == [.news] ? true : nil }
            // Another command on the connection is no reason for a look.
            _ = try await MailboxReading.uids(since: .epoch, on: session.inbox.connection)
            session.inbox.poke(.sent)
            session.inbox.poke(.inbox)
            _ = try await eventually("a look at the tasks") { looks.occasions == [.news, .tasks] ? true : nil }
            session.inbox.lookAgain()
            _ = try await eventually("a whole look") { looks.occasions == [.news, .tasks, .news] ? true : nil }
            try await session.inbox.sync(.everything)
            #expect(looks.occasions == [.news, .tasks, .news, .news])
            try world.reply(Scene.interested)
            _ = try await eventually("news") { looks.occasions.count == 5 ? true : nil }
            #expect(looks.occasions.last == .news)
            group.cancelAll()
        }
        session.close()
        await world.close()
    }

    /// Whoever is told of no news reads the mailbox all the same, in time.
    @Test func aQuietMailboxIsReadInItsIntervalThoughTasksComeBetween() async throws {
        let world = try await LoopbackScene.open()
        let session = try await AccountSession.open(try #require(world.settings.accounts[0].inbox), Tokens())
        let looks = Looks()
        try await withThrowingTaskGroup { group in
            group.addTask {
                try await session.inbox.run(interval: .milliseconds(600)) { occasion in
                    looks.note(occasion)
                    return MailboxLook(nextTask: .milliseconds(100))
                }
            }
            _ = try await eventually("three looks") { looks.occasions.count { $0 == .news } == 3 ? true : nil }
            #expect(looks.occasions.count { $0 == .tasks } >= 2)
            group.cancelAll()
        }
        session.close()
        await world.close()
    }

    /// Some servers end an IDLE after a while, others at once: neither costs a login, and nobody is asked in a tight loop.
    @Test func aServerThatEndsIdleByItselfIsAskedAgainInAMoment() async throws {
        let world = try await LoopbackScene.open()
        world.imap.options.commandFaults = ["IDLE": .granted("that is enough")]
        let session = try await AccountSession.open(try #require(world.settings.accounts[0].inbox), Tokens())
        let connections = world.imapConnections
        let looks = Looks()
        let begin = ContinuousClock.now
        try await withThrowingTaskGroup { group in
            group.addTask {
                try await session.inbox.run(interval: .seconds(600)) { occasion in
                    looks.note(occasion)
                    return MailboxLook()
                }
            }
            let asked = world.imap.traffic.lines
            _ = try await eventually("asked thrice", within: .seconds(60)) {
                world.imap.traffic.lines >= asked + 3 ? true : nil
            }
            let lines = world.imap.traffic.lines - asked
            #expect(Double(lines - 1) <= begin.duration(to: .now) / MailboxLink.leastIdle)
            #expect(looks.occasions == [.news])
            try await session.inbox.sync(.everything)
            #expect(looks.occasions.last == .news)
            world.imap.options.commandFaults = [:]
            let before = looks.occasions.count { $0 == .news }
            try world.reply(Scene.interested)
            _ = try await eventually("it is told of news", within: .seconds(60)) {
                looks.occasions.count { $0 == .news } > before ? true : nil
            }
            group.cancelAll()
        }
        #expect(world.imapConnections == connections)
        session.close()
        await world.close()
    }

    /// What repeating does not mend ends the watch, and is told.
    @Test func aFaultOfTheDatabaseEndsTheWatch() async throws {
        let world = try await LoopbackScene.open()
        let session = try await AccountSession.open(try #require(world.settings.accounts[0].inbox), Tokens())
        let fault = StorageError(.invalid, "no such column")
        await #expect(throws: fault) {
            try await session.inbox.run(interval: .seconds(60)) { _ in
                throw fault
            }
        }
        session.close()
        await world.close()
    }
}

private final class Looks: Sendable {
    private let looks = Mutex<[LookOccasion]>([])

    var occasions: [LookOccasion] { looks.withLock { $0 } }
    var count: Int { occasions.count }

    func note(_ occasion: LookOccasion) { looks.withLock { $0.append(occasion) } }

    func next() -> Int {
        looks.withLock { looks in
            looks.append(.news)
            return looks.count
        }
    }
}
