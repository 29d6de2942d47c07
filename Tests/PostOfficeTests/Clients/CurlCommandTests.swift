import Foundation
import TestServers
import Testing

@testable import PostOffice

/// The `curl` command, a client nobody here wrote. Skipped where it is not installed.
@Suite(.timeLimit(.minutes(10)), .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl")))
struct CurlCommandTests {
    /// What curl prints.
    static func curl(_ arguments: String..., input: [UInt8] = []) async throws -> [UInt8] {
        let all = ["--silent", "--show-error", "--max-time", "20"] + arguments
        return Array(try await run("/usr/bin/curl", all, input: input).utf8)
    }

    @Test func itFetchesByUIDAndAppends() async throws {
        let office = PostOffice(.withMila())
        let server = try await IMAPServer.open(for: office)
        try office.deliver(note(1), to: MailWorld.mila)
        let base = "imap://127.0.0.1:\(server.port)"
        let fetched = try await Self.curl("-u", "\(MailWorld.mila):secret", "\(base)/INBOX;UID=1")
        #expect(fetched == note(1))
        // From a file: APPEND has to say the size first.
        let file = FileManager.default.temporaryDirectory.appending(path: "append-\(server.port).eml")
        // A file left behind in the temporary folder is no failure of this test.
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(note(2)).write(to: file)
        _ = try await Self.curl("-u", "\(MailWorld.mila):secret", "-T", file.path, "\(base)/Sent")
        #expect(try office.messages(in: .sent, of: MailWorld.mila).map(\.bytes) == [note(2)])
        await server.close()
    }

    @Test func itSubmits() async throws {
        let office = PostOffice(.withMila())
        let server = try await SubmissionServer.open(for: office)
        _ = try await Self.curl(
            "-u", "\(MailWorld.mila):secret", "--mail-from", MailWorld.mila, "--mail-rcpt", "ada@creators.example",
            "-T", "-", "smtp://127.0.0.1:\(server.port)", input: note(1))
        #expect(office.world.outsideWorld.map(\.bytes) == [note(1)])
        await server.close()
    }

    @Test func itAsksTheModel() async throws {
        let server = try await GroqServer.open(GroqOptions { .completion("you said \($0.userText)") })
        let body = #"{"model":"llama-3.1-8b-instant","messages":[{"role":"user","content":"hej"}]}"#
        let answer = try await Self.curl(
            "-H", "content-type: application/json", "-d", body, "\(server.baseURL)/chat/completions")
        #expect(answer.text.contains("you said hej"))
        await server.close()
    }
}
