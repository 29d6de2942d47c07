import Testing
import Timing

@Suite struct TimestampTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z", "Thu, 01 Jan 1970 00:00:00 +0000"),
            (951_782_400, "2000-02-29T00:00:00.000Z", "Tue, 29 Feb 2000 00:00:00 +0000"),
            (1_795_646_991, "2026-11-25T22:49:51.000Z", "Wed, 25 Nov 2026 22:49:51 +0000"),
            (-1, "1969-12-31T23:59:59.000Z", "Wed, 31 Dec 1969 23:59:59 +0000"),
        ] as [(Int64, String, String)])
    func rendersBothMailAndLogForms(seconds: Int64, log: String, mail: String) {
        let time = Timestamp(secondsSince1970: seconds)
        #expect(time.rfc3339 == log)
        #expect(time.rfc5322 == mail)
        #expect(Timestamp(rfc3339: log) == time)
    }

    @Test func arithmeticSaturates() {
        #expect(Timestamp.distantFuture + .seconds(1) == .distantFuture)
        #expect(Timestamp.distantPast - .seconds(1) == .distantPast)
        #expect(Timestamp(secondsSince1970: .max) == .distantFuture)
    }

    @Test(arguments: [
        "", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-02-03T24:00:00Z", "2026-02-03 00:00:00",
    ])
    func refusesWhatIsNoDate(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }
}

@Suite struct ClockTests {
    @Test func manualClockWakesSleepersInOrder() async throws {
        let clock = ManualWallClock(at: .epoch)
        async let early: Void = clock.sleep(until: .epoch + .seconds(1))
        async let late: Void = clock.sleep(until: .epoch + .seconds(2))
        while clock.nextDeadline != .epoch + .seconds(1) { await Task.yield() }
        clock.advance(by: .seconds(3))
        try await early
        try await late
        #expect(clock.nextDeadline == nil)
    }

    @Test func cancellationEndsASleep() async {
        let clock = ManualWallClock(at: .epoch)
        let sleeper = Task { try await clock.sleep(until: .distantFuture) }
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
    }

    @Test func wakeupRemembersOneRaise() async {
        let wakeup = Wakeup()
        wakeup.raise()
        wakeup.raise()
        await wakeup.wait()
        let clock = ManualWallClock(at: .epoch)
        await wakeup.wait(until: .epoch, on: clock)
    }

    @Test func backoffGrowsToItsCap() {
        let backoff = Backoff(base: .seconds(1), cap: .seconds(60))
        #expect(backoff.delay(attempt: 0, draw: 0) == .milliseconds(500))
        #expect(backoff.delay(attempt: 3, draw: 1) == .seconds(8))
        #expect(backoff.delay(attempt: 400, draw: 1) == .seconds(60))
    }
}
