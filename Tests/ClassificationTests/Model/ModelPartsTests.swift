import Testing
import Timing

@testable import Classification

@Suite struct ModelGateTests {
    private let start = Timestamp(secondsSince1970: 0)

    @Test func breakerOpensProbesAndCloses() {
        var gate = ModelGate()
        for _ in 0..<ModelGate.failuresToOpen {
            #expect(gate.admit(at: start) == .ask)
            gate.failed(.timeout, at: start)
        }
        #expect(gate.admit(at: start + .seconds(29)) == .refuse(.breakerOpen))
        #expect(gate.admit(at: start + .seconds(30)) == .ask)
        #expect(gate.admit(at: start + .seconds(30)) == .refuse(.breakerOpen))
        gate.failed(.timeout, at: start + .seconds(31))
        #expect(gate.admit(at: start + .seconds(90)) == .refuse(.breakerOpen))
        #expect(gate.admit(at: start + .seconds(91)) == .ask)
        gate.succeeded()
        #expect(gate.admit(at: start + .seconds(91)) == .ask)
        #expect(gate.admit(at: start + .seconds(91)) == .ask)
    }

    @Test func badAnswersDoNotOpenTheBreaker() {
        var gate = ModelGate()
        for _ in 0..<20 { gate.failed(.evidenceMissing, at: start) }
        #expect(gate.admit(at: start) == .ask)
    }

    @Test func aWrongKeyOpensItAtOnce() {
        var gate = ModelGate()
        gate.failed(.unauthorized, at: start)
        #expect(gate.admit(at: start + .seconds(60)) == .refuse(.breakerOpen))
    }

    @Test func retryAfterIsHonoured() {
        var gate = ModelGate()
        gate.failed(.rateLimited(retryAfter: .seconds(10)), at: start)
        #expect(gate.admit(at: start + .seconds(4)) == .refuse(.rateLimited(retryAfter: .seconds(6))))
        #expect(gate.admit(at: start + .seconds(10)) == .ask)
    }
}

@Suite struct RateLimitsTests {
    @Test(arguments: [
        ("2", Duration.seconds(2)), ("7.66s", .milliseconds(7_660)), ("2m59.5s", .milliseconds(179_500)),
        ("1h2m", .seconds(3_720)),
        ("450ms", .milliseconds(450)), ("0", .zero),
    ])
    func spansAreRead(text: String, span: Duration) {
        #expect(RateLimits.duration(text) == span)
    }

    @Test(arguments: ["", "soon", "-3", "9999999h", "1x", "Wed, 21 Oct 2026 07:28:00 GMT", "nan", "1e999"])
    func whatIsNoSpanCountsAsNotThere(text: String) {
        #expect(RateLimits.duration(text) == nil)
    }
}

@Suite struct RetryPlanTests {
    @Test(arguments: [
        (ModelFailure.timeout, Duration.seconds(3), RetryPlan.Step.retry(after: .zero)),
        (.malformed("x"), .seconds(7), .retry(after: .zero)),
        (.rateLimited(retryAfter: .seconds(2)), .seconds(7), .retry(after: .seconds(2))),
        (.rateLimited(retryAfter: .seconds(20)), .seconds(7), .giveUp(.rateLimited(retryAfter: .seconds(20)))),
        (.timeout, .milliseconds(500), .giveUp(.timeout)),
        (.unauthorized, .seconds(7), .giveUp(.unauthorized)),
    ])
    func oneRetryInsideTheBudget(failure: ModelFailure, rest: Duration, step: RetryPlan.Step) {
        var plan = RetryPlan(budget: .seconds(8))
        #expect(plan.timeout(rest: .seconds(8)) == .seconds(5))
        #expect(plan.after(failure, rest: rest) == step)
        #expect(plan.after(failure, rest: .seconds(8)) == .giveUp(failure))
    }
}

@Suite struct EvidenceQuoteTests {
    @Test(arguments: [
        ("I'm in", "Well, I’m   in!", "I’m   in"), ("line one line two", "line one\nline two", "line one\nline two"),
        ("  yes ", "oh yes", "yes"), ("日本", "私は日本です", "日本"),
    ])
    func quotesAreFoundAsTheTextSpellsThem(quote: String, text: String, found: String) {
        #expect(EvidenceQuote.find(quote, in: text) == found)
    }

    @Test(arguments: [("yes", "no"), ("", "yes"), ("y", "yes"), ("Yes", "yes"), ("yes", "")])
    func quotesThatAreNotThereAreNotFound(quote: String, text: String) {
        #expect(EvidenceQuote.find(quote, in: text) == nil)
    }

    @Test func aQuoteIsSoughtInLinearTime() {
        let text = String(repeating: "a", count: 200_000)
        #expect(EvidenceQuote.find(String(repeating: "a", count: 300) + "b", in: text) == nil)
    }
}

@Suite struct ContentHashTests {
    /// Vectors of FIPS 180-4's examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func matchesTheStandard(text: String, digest: String) {
        #expect(ContentHash.hexadecimal(of: text) == digest)
    }
}
