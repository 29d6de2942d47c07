import Access
import Correspondence
import Database
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
                try await session.inbox.run(interval: .seconds(60)) {
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

    /// What repeating does not mend ends the watch, and is told.
    @Test func aFaultOfTheDatabaseEndsTheWatch() async throws {
        let world = try await LoopbackScene.open()
        let session = try await AccountSession.open(try #require(world.settings.accounts[0].inbox), Tokens())
        let fault = StorageError(.invalid, "no such column")
        await #expect(throws: fault) {
            try await session.inbox.run(interval: .seconds(60)) {
                throw fault
            }
        }
        session.close()
        await world.close()
    }
}

private final class Looks: Sendable {
    private let looks = Mutex(0)

    var count: Int { looks.withLock { $0 } }

    func next() -> Int {
        looks.withLock { looks in
            looks += 1
            return looks
        }
    }
}
