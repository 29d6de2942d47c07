import Testing
import Timing

@testable import PostOffice

@Suite(.timeLimit(.minutes(10))) struct PostOfficeTests {
    @Test func acceptedMailsAreStreamedFromTheBeginningAndOn() async throws {
        let office = PostOffice(.withMila())
        func submit(_ number: Int) throws {
            let mail = SubmittedMail(from: MailWorld.mila, to: ["ada@creators.example"], bytes: note(number))
            try office.change { $0.submit(mail, at: .tuesday) }
        }
        try submit(1)
        var numbers: [Int] = []
        for await mail in office.acceptedMails() {
            numbers.append(mail.number)
            if numbers.count == 3 { break }
            try submit(mail.number + 2)
        }
        #expect(numbers == [0, 1, 2])
    }

    @Test func waitingEndsWithTheConditionOrTheTask() async throws {
        let office = PostOffice(.withMila())
        // Tasks of their own, as one is cancelled while it waits.
        let waiter = Task { try await office.until { try !$0.messages(in: .inbox, of: MailWorld.mila).isEmpty } }
        try office.deliver(note(), to: MailWorld.mila)
        try await waiter.value
        let endless = Task { try await office.until { _ in false } }
        endless.cancel()
        await #expect(throws: CancellationError.self) { try await endless.value }
    }

    @Test func readingAStreamThatIsCancelledEnds() async throws {
        let office = PostOffice()
        // Cancelled below.
        let reader = Task { for await _ in office.acceptedMails() {} }
        reader.cancel()
        await reader.value
    }

    @Test func everyPortIsClosedAtTheEnd() async throws {
        let open = try await LoopbackPostOffice.open(
            PostOffice(.withMila()), groq: GroqOptions { _ in .completion("{}") })
        try await WireClient.connect(to: open.imap.port) { (client) async throws in
            #expect(try await client.line()?.hasPrefix("* OK") == true)
            await open.close()
            #expect(await client.rest() == [])
        }
        for port in [open.imap.port, open.smtp.port, open.groq.port] {
            await #expect(throws: (any Error).self) { try await WireClient.connect(to: port) { _ in } }
        }
    }
}
