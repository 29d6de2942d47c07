import Correspondence
import IMAP
import Testing

@testable import Engine

/// How soon an account is asked again.
struct WatchFailuresTests {
    private func pauses(
        _ error: any Error, after reach: WatchReach = WatchReach(), times: Int
    ) -> [Duration] {
        var failures = WatchFailures()
        return (0..<times).map { _ in failures.note(error, after: reach, draw: 1) }
    }

    @Test func aFailureRightAfterTheLoginDoesNotBeginTheRowAnew() {
        var failures = WatchFailures()
        var reach = WatchReach(isLoggedIn: true, watched: .seconds(20))
        for _ in 0..<5 { _ = failures.note(IMAPError.closed, after: reach, draw: 1) }
        #expect(failures.count == 5)
        #expect(failures.note(IMAPError.closed, after: reach, draw: 1) == .seconds(32))
        reach.watched = .seconds(300)
        #expect(failures.note(IMAPError.closed, after: reach, draw: 1) == .seconds(1))
        #expect(failures.count == 1)
    }

    @Test func pausesDoNotGrowByBreaksThatOneMessageCauses() {
        var failures = WatchFailures()
        for _ in 0..<9 {
            let pause = failures.note(
                IMAPError.closed, after: WatchReach(isLoggedIn: true), isSingledOut: true, draw: 1)
            #expect(pause == WatchFailures.searching)
        }
        #expect(failures.note(IMAPError.closed, after: WatchReach(), draw: 1) == .seconds(1))
        #expect(failures.note(IMAPError.closed, after: WatchReach(), draw: 1) == .seconds(2))
    }

    @Test func pausesDoNotGrowByBreaksAtAnAction() {
        var failures = WatchFailures()
        let reach = WatchReach(isLoggedIn: true, watched: .seconds(5))
        for _ in 1...8 {
            #expect(failures.note(BrokenAtAction(cause: .closed), after: reach, draw: 1) == WatchFailures.searching)
        }
        #expect(failures.note(IMAPError.closed, after: reach, draw: 1) <= .seconds(1), "nor does what follows")
    }

    @Test func aServerThatBreaksAtEveryMessageIsAskedLessAndLessOften() throws {
        let troubles = FetchTroubles()
        let places = try [1, 2, 3].map { (number: UInt32) in
            FetchTroubles.Place(
                role: .inbox, uidValidity: try #require(UIDValidity(rawValue: 1)),
                uid: try #require(UID(rawValue: number)))
        }
        #expect(!troubles.takeSingledOut(), "nothing broke at a message")
        troubles.noteFailure(of: places)
        #expect(troubles.takeSingledOut(), "one of them will be found")
        #expect(!troubles.takeSingledOut(), "another break, elsewhere")
        troubles.noteFailure(of: [places[0]])
        #expect(troubles.takeSingledOut())
        troubles.noteFailure(of: [places[1]])
        #expect(!troubles.takeSingledOut(), "the second in a row: it is the server")
        troubles.noteSuccess(of: places[2])
        troubles.noteFailure(of: [places[1]])
        #expect(troubles.takeSingledOut())
    }

    @Test func aLimitThatIsReachedWhileReadingIsAskedFewerThanFiveTimesInTenMinutes() {
        let limit = IMAPError.no(serverText: "Account exceeded command or bandwidth limits", code: .overQuota)
        let pauses = pauses(limit, after: WatchReach(isLoggedIn: true), times: 4)
        #expect(pauses.reduce(.zero, +) > .seconds(600))
    }

    @Test(
        arguments: [
            IMAPError.no(serverText: "Too many simultaneous connections. (Failure)", code: .alert),
            .no(serverText: "maximum connections", code: .unavailable), .no(serverText: "Lookup failed", code: nil),
            .bad(serverText: "User is authenticated but not connected"),
        ])
    func aLoginThatIsPutOffIsTriedAgainWithinTwoMinutesAndNotTenTimesInTen(_ error: IMAPError) {
        let four = pauses(error, times: 4)
        #expect(four.reduce(.zero, +) <= .seconds(120))
        #expect(pauses(error, times: 8).reduce(.zero, +) > .seconds(600))
    }

    @Test func onlyRefusalsOfThePasswordCountAsSuch() {
        var failures = WatchFailures()
        for _ in 0..<3 { _ = failures.note(IMAPError.closed, after: WatchReach(), draw: 1) }
        let wrong = IMAPError.authenticationFailed(serverText: "no", code: .authenticationFailed)
        let pauses = (0..<5).map { _ in failures.note(wrong, after: WatchReach(), draw: 1) }
        #expect(pauses == [.seconds(5), .seconds(300), .seconds(900), .seconds(3_600), .seconds(3_600)])
    }

    /// It cannot lock the account, and there is a new one soon after somebody has granted it.
    @Test func aRefusedTokenIsTriedAgainSooner() {
        let refused = IMAPError.tokenRefused(serverText: "no", code: .authenticationFailed)
        #expect(pauses(refused, times: 4) == [.seconds(5), .seconds(60), .seconds(300), .seconds(300)])
    }
}
