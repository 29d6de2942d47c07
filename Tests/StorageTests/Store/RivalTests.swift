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
}
