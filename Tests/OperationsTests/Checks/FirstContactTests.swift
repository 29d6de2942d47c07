import Correspondence
import Delivery
import IMAP
import Settings
import Storage
import Testing

@testable import Operations

@Suite struct FirstContactTests {
    private func account(_ address: EmailAddress) -> AccountSettings {
        AccountSettings(
            address: address, password: Secret("x"),
            imap: ServerAddress(host: "imap.brand.test", port: 993, security: .tls),
            smtp: ServerAddress(host: "smtp.brand.test", port: 465, security: .tls))
    }

    private func faults(_ desk: Desk, smtp: DeliveryOutcome, isDryRun: Bool = false) async throws -> [String] {
        let settings = MosaicSettings(
            accounts: [account(Desk.team)], database: .sqlite(path: ":memory:"), isDryRun: isDryRun)
        let access = AccountAccess(
            logIn: { _ in throw IMAPError.authenticationFailed(serverText: "wrong", code: nil) },
            mailer: { _ in StubMailer(outcome: smtp) })
        return try await FirstContact(settings, store: desk.store, access: access).report().faults
    }

    /// What the first look says of these accounts, of which one answers the login with `error`.
    private func report(
        _ accounts: [EmailAddress], failing: EmailAddress?, with error: IMAPError
    ) async throws -> FirstContactReport {
        var report = FirstContactReport(faults: [], isHopeless: false)
        try await Desk.with { desk in
            let settings = MosaicSettings(accounts: accounts.map(account), database: .sqlite(path: ":memory:"))
            let access = AccountAccess(
                logIn: { inbox in
                    // The stub has no connection to give: what is not this error stands for a login that went well.
                    throw inbox.login.user == failing?.text || failing == nil
                        ? error : .no(serverText: "", code: .unavailable)
                },
                mailer: { _ in StubMailer(outcome: .accepted(reply: "250 OK")) })
            report = try await FirstContact(settings, store: desk.store, access: access).report()
        }
        return report
    }

    @Test func oneNewAccountThatCannotLogInKeepsNoOtherFromStarting() async throws {
        let other = try #require(EmailAddress("other@mosaic.test"))
        let wrong = IMAPError.authenticationFailed(serverText: "wrong", code: .authenticationFailed)
        let one = try await report([Desk.team, other], failing: other, with: wrong)
        #expect(one.faults.count == 1)
        #expect(!one.isHopeless)
        let all = try await report([Desk.team, other], failing: nil, with: wrong)
        #expect(all.faults.count == 2)
        #expect(all.isHopeless)
    }

    @Test func whoseTokenIsRefusedIsToldNothingOfPasswords() async throws {
        let refused = IMAPError.tokenRefused(serverText: "expired", code: .authenticationFailed)
        let fault = try #require(try await report([Desk.team], failing: Desk.team, with: refused).faults.first)
        #expect(fault.hasPrefix("Authentication failed for \(Desk.team)"))
        #expect(fault.contains("access token") && !fault.contains("password"))
    }

    /// It is started for the sake of the desk, where the permission is granted.
    @Test func whoCanBeConnectedAtTheDeskKeepsHope() async throws {
        try await Desk.with { desk in
            let settings = MosaicSettings(accounts: [account(Desk.team)], database: .sqlite(path: ":memory:"))
            let access = AccountAccess(
                logIn: { _ in throw IMAPError.tokenRefused(serverText: "gone", code: .authenticationFailed) },
                mailer: { _ in StubMailer(outcome: .accepted(reply: "250 OK")) })
            for isOpen in [false, true] {
                let contact = FirstContact(settings, store: desk.store, access: access) { _ in isOpen }
                let report = try await contact.report()
                #expect(report.faults.count == 1)
                #expect(report.isHopeless != isOpen)
            }
        }
    }

    /// The look at a server that keeps silent takes its time; whoever is well starts meanwhile.
    @Test func aSilentServerKeepsNobodyWaiting() async throws {
        try await Desk.with { desk in
            let silent = try #require(EmailAddress("silent@mosaic.test"))
            let settings = MosaicSettings(
                accounts: [silent, Desk.team].map(account), database: .sqlite(path: ":memory:"))
            let (release, hold) = AsyncStream.makeStream(of: Void.self)
            let access = AccountAccess(
                logIn: { inbox in
                    if inbox.login.user == silent.text { for await _ in release {} }
                    throw IMAPError.no(serverText: "", code: .unavailable)
                },
                mailer: { _ in StubMailer(outcome: .accepted(reply: "250 OK")) })
            // Only the hope lets the silent one go: without it this would end with the time limit of its login.
            let start = ContinuousClock.now
            let report = try await FirstContact(settings, store: desk.store, access: access).report { hold.finish() }
            #expect(start.duration(to: .now) < FirstContact.limit)
            #expect(report.faults == [])
        }
    }

    @Test(
        arguments: [
            IMAPError.no(serverText: "Too many simultaneous connections. (Failure)", code: .alert),
            .no(serverText: "Temporary System Error", code: .unavailable), .bye("Too many connections"),
        ])
    func aLoginThatIsPutOffIsNoFaultInTheSettings(_ error: IMAPError) async throws {
        let report = try await report([Desk.team], failing: nil, with: error)
        #expect(report.faults == [])
        #expect(!report.isHopeless)
    }

    private func refused(_ kind: DeliveryFailure.Kind) -> DeliveryOutcome {
        .failed(DeliveryFailure(kind: kind, detail: "The server refuses."))
    }

    @Test func everyServerThatRefusesIsNamed() async throws {
        try await Desk.with { desk in
            let faults = try await faults(desk, smtp: refused(.authentication))
            #expect(faults.count == 2)
            #expect(faults.contains { $0.hasPrefix("Authentication failed for team@mosaic.test at imap.brand.test") })
            #expect(faults.contains("team@mosaic.test cannot send: The server refuses."))
        }
    }

    @Test(arguments: [DeliveryFailure.Kind.transient, .quota, .recipientRefused])
    func aServerThatSaysLaterIsAnOutage(_ kind: DeliveryFailure.Kind) async throws {
        try await Desk.with { desk in
            let faults = try await faults(desk, smtp: refused(kind))
            #expect(faults.count == 1)
        }
    }

    @Test func anAccountThatIsNotToSendIsNotAskedTo() async throws {
        try await Desk.with { desk in
            let dry = try await faults(desk, smtp: refused(.authentication), isDryRun: true)
            #expect(dry.count == 1)
            _ = try await Interventions(desk.store).setState(.observe, of: Desk.team)
            let observing = try await faults(desk, smtp: refused(.authentication))
            #expect(observing.count == 1)
        }
    }

    @Test func anAccountThatWasReachedBeforeIsNotTried() async throws {
        try await Desk.with { desk in
            let id = try #require(try await desk.store.accounts.all().first).id
            try await desk.store.accounts.report(.watching, detail: nil, checked: true, of: id)
            let faults = try await faults(desk, smtp: refused(.authentication))
            #expect(faults == [])
        }
    }
}

/// Answers to a login as it is told, and sends nothing.
private struct StubMailer: Mailer {
    let outcome: DeliveryOutcome

    func send(_ mail: OutgoingMail, beforeFinalDot: @Sendable () async -> SendPermission) async -> DeliveryOutcome {
        outcome
    }

    func verify() async -> DeliveryOutcome { outcome }
}
