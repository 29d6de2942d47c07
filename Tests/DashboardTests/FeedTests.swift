import Operations
import Storage
import Testing
import Text

@testable import Dashboard

@Suite(.timeLimit(.minutes(10))) struct FeedTests {
    @Test func twoHundredPagesHearOfOneLookAtTheAudit() async throws {
        try await DeskScene.with { scene in
            let feed = LiveFeed(scene.store)
            let pages = (0..<200).compactMap { _ in feed.listen() }
            #expect(pages.count == 200)
            try await scene.store.users.noteLoginFailure(["name:first"])
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for page in pages { group.addTask { await page.first { _ in true } != nil } }
                let looking = Task { await feed.run() }
                // The first look only learns where the audit ends.
                for number in 0..<40 {
                    try await scene.store.users.noteLoginFailure(["name:n\(number)"])
                    try await Task.sleep(for: .milliseconds(100))
                }
                var heard = 0
                for try await hasHeard in group where hasHeard { heard += 1 }
                #expect(heard == 200)
                looking.cancel()
            }
        }
    }

    @Test func whoLeavesMakesRoom() async throws {
        try await DeskScene.with { scene in
            let feed = LiveFeed(scene.store)
            var pages = (0..<LiveFeed.mostListeners).map { _ in feed.listen() }
            #expect(pages.allSatisfy { $0 != nil } && feed.listen() == nil)
            pages.removeAll()
            while feed.listen() == nil { await Task.yield() }
        }
    }

    /// Files that nobody wanted for a week go while nobody sends another one up.
    @Test func oldFilesAreSweptWithoutANewOne() async throws {
        try await DeskScene.with { scene in
            let session = try await scene.enter()
            _ = try await session.upload("email\nada@one.example\n")
            _ = try await session.upload("email\nbea@two.example\n")
            let uploads = scene.desk.parts.uploads
            let old = try #require(uploads.list().last)
            try uploads.age(old, bySeconds: 8 * 86_400)
            let sweeping = Task { await scene.desk.parts.uploads.sweepDaily() }
            while uploads.list().count > 1 { try await Task.sleep(for: .milliseconds(5)) }
            sweeping.cancel()
            #expect(uploads.upload(old.id) == nil && uploads.list().count == 1)
        }
    }
}

extension UploadFolder {
    /// As if it had been sent up so long ago.
    fileprivate func age(_ upload: Upload, bySeconds seconds: Int64) throws {
        let json = JSON.object(
            (upload.json.members ?? []).map { member in
                member.key == "uploaded_at"
                    ? JSON.Member(key: member.key, value: .int(upload.uploadedAt - seconds)) : member
            })
        try note(try #require(Upload(json)))
    }
}
