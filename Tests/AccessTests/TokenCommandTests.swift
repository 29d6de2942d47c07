import Access
import OAuth
import Settings
import Testing

/// Commands that print tokens.
@Suite(.timeLimit(.minutes(10))) struct TokenCommandTests {
    private func token(_ command: String, timeout: Duration = .seconds(10)) async throws -> String {
        try await TokenCommand(timeout: timeout).token(Secret(command))
    }

    @Test(arguments: [
        ("echo t0ken", "t0ken"), ("printf 't0ken'", "t0ken"), ("printf '  t0ken \\r\\nsecond\\n'", "t0ken"),
        ("echo t0ken; yes | head -c 300000", "t0ken"), ("echo noise >&2; echo t0ken", "t0ken"),
        ("echo $(printf 'a%.0s' $(seq 2500))", String(repeating: "a", count: 2_500)),
    ])
    func theFirstLineIsTheToken(command: String, expected: String) async throws {
        #expect(try await token(command) == expected)
    }

    @Test(arguments: [
        ("echo secret-thing; exit 3", "status 3"), ("true", "printed no token"), ("echo two words", "printed no token"),
        ("echo; echo t0ken", "printed no token"), ("nonsense-command", "status 127"), ("kill -9 $$", "status 137"),
    ])
    func aFailureNamesTheReasonAndNothingThatWasPrinted(command: String, words: String) async {
        let failure = await failure { _ = try await token(command) }
        #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "none")")
        #expect(failure?.description.contains("secret-thing") == false)
    }

    @Test func aCommandThatHangsIsKilledWithItsChildren() async {
        let start = ContinuousClock.now
        let failure = await failure { _ = try await token("sleep 60 & sleep 60", timeout: .milliseconds(300)) }
        #expect(failure?.isPassing == true)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func aChildThatKeepsTheOutputOpenHoldsNobodyUp() async throws {
        #expect(try await token("sleep 30 & echo t0ken", timeout: .seconds(10)) == "t0ken")
    }
}
