import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

/// Two installations on one mailbox notice each other and stop.
@Suite struct RivalTests {
    private func mark(_ scene: StoreScene, _ uid: UInt32, _ installation: String, at: Timestamp? = nil) async throws
        -> SentIntake
    {
        var message = scene.sent(
            uid, id: InstallationMark(installation: installation).messageID(number: Int64(uid), at: "mosaic.test")!,
            to: StoreScene.team)
        message.receivedAt = at ?? scene.now
        return try #require(try await scene.store.messages.admitSent([message], under: scene.lease))
    }

    private func rival(_ scene: StoreScene) async throws -> String? {
        try #require(try await scene.store.accounts.all().first { $0.id == scene.account }).rival
    }

    @Test(arguments: SQLFixture.both)
    func theMarkOfAnotherInstallationStopsTheAccountUntilAPersonDecides(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let store = scene.store
            #expect(try await store.instance.installation(orElse: "own") == "own")
            #expect(try await store.instance.installation(orElse: "another") == "own")
            _ = try await scene.begin()
            let claim = try await scene.ready()
            #expect(try await mark(scene, 2, "own").rival == nil)
            #expect(try await rival(scene) == nil)
            #expect(try await mark(scene, 3, "other").rival == "other")
            #expect(try await scene.permit(claim) == "another installation of Mosaic uses its mailbox: other")
            try await scene.settle(claim, .returned(after: .zero, reason: "rival", as: .aborted))
            #expect(try await scene.claim() == nil)
            #expect(try await store.outbox.timeToNextDue(of: [scene.account]) == nil)
            try await store.accounts.takeOver(scene.account)
            #expect(try await scene.claim() != nil)
            // The same mark, seen again after the server renumbered its mail.
            #expect(try await mark(scene, 4, "other", at: scene.now - .seconds(60)).rival == nil)
            #expect(try await rival(scene) == nil)
            #expect(try await mark(scene, 5, "other", at: scene.now + .seconds(60)).rival == "other")
        }
    }

    @Test(arguments: SQLFixture.both)
    func aMailboxIsMarkedOnceInAWhile(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let accounts = scene.store.accounts
            #expect(
                try await accounts.dueMark(of: scene.account) == nil, "an installation without a name marks nothing")
            _ = try await scene.store.instance.installation(orElse: "own")
            #expect(try await accounts.dueMark(of: scene.account) == InstallationMark(installation: "own"))
            try await accounts.noteMarked(scene.account)
            #expect(try await accounts.dueMark(of: scene.account) == nil)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aCopyTakesANewNameAndItsOriginalTakesOneThatTheCopyDoesNotKnow(_ fixture: SQLFixture) async throws {
        var answer = ""
        try await fixture.withScene { original in
            let store = original.store
            #expect(try await store.instance.installation(orElse: "own", at: "here") == "own")
            try await store.accounts.noteMarked(original.account)
            #expect(try await store.instance.installation(orElse: "unused", at: "here") == "own")
            #expect(try await store.accounts.dueMark(of: original.account) == nil, "where it was it is what it was")
            #expect(try await mark(original, 2, "copy").rival == "copy")
            answer = try #require(try await store.accounts.dueMark(of: original.account)).installation
            #expect(!["own", "copy"].contains(answer))
            #expect(try await mark(original, 3, "own").rival == nil)
        }
        try await fixture.withScene { copy in
            let store = copy.store
            #expect(try await store.instance.installation(orElse: "own", at: "here") == "own")
            try await store.accounts.noteMarked(copy.account)
            #expect(try await store.instance.installation(orElse: "copy", at: "there") == "copy")
            #expect(try await store.accounts.dueMark(of: copy.account) == InstallationMark(installation: "copy"))
            #expect(try await mark(copy, 2, "own").rival == nil)
            #expect(try await rival(copy) == nil, "a database that only moved goes on")
            #expect(try await mark(copy, 3, answer).rival == answer)
        }
    }

    @Test func aServerTellsWhereADatabaseLies() async throws {
        var homes: Set<String> = []
        for fixture in [SQLFixture.postgres, .postgres] {
            try await fixture.withScene { scene in
                homes.insert(try #require(try await scene.store.instance.home()))
            }
        }
        #expect(!homes.isEmpty)
        try await SQLFixture.sqliteMemory.withScene { scene in
            let home = try await scene.store.instance.home()
            #expect(home == nil)
        }
    }
}
