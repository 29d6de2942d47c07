import Curl
import Testing

@testable import Delivery

/// What a provider has published about its submission server counts as a limit of the account.
@Suite struct SMTPLimitTests {
    private func mailer(_ transport: CurlTransport, perDay: Int?) -> SMTPMailer {
        let server = SMTPServer(
            host: "smtp.brand.example", port: 587, security: .startTLS, username: "anna@brand.example", password: "x")
        return SMTPMailer(server: server, transport: transport, mailsPerDay: perDay)
    }

    @Test func whatIsPublishedIsReportedAndNothingElse() async throws {
        let transport = CurlTransport()
        let known = mailer(transport, perDay: 500)
        #expect(known.knowsQuota)
        let quota = try await known.quota()
        #expect(quota.mailsPerDay == 500 && quota.description.contains("500 mails") && quota.advice == nil)
        #expect(!mailer(transport, perDay: nil).knowsQuota)
        await transport.shutdown()
    }
}
