import Curl
import Storage
import Testing
import Text
import Timing

@testable import Alerting

@Suite struct AlertMessageTests {
    /// The example of the Standard Webhooks specification.
    @Test func theSignatureIsThatOfTheSpecification() throws {
        let secret = try #require(Base64.decoded("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".utf8))
        let signature = AlertMessage.signature(
            of: Array("{\"test\": 2432232314}".utf8), id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at: 1_614_265_330,
            secret: secret)
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(arguments: [
        ("https://hooks.slack.com/services/T/B/x", true), ("http://hooks.slack.com/x", false),
        ("http://10.0.0.5:8065/hooks/x", true), ("http://10.0.0.6/x", false), ("https://user@host/x", false),
        ("ftp://host/x", false), ("https://", false), ("https:///x", false), ("https://a b/", false), ("", false),
        ("javascript:alert(1)", false), ("https://host\\@10.0.0.5/", false),
    ])
    func onlyUsableURLsAreTaken(url: String, isGood: Bool) {
        #expect(((try? AlertAddress(url, trusted: ["10.0.0.5"])) != nil) == isGood)
    }

    @Test(
        arguments: [
            (200, [:], "", AlertOutcome.delivered), (204, [:], "", .delivered),
            (410, [:], "", .gone("it answered 410")),
            (301, [:], "", .failed("it answered 301", after: nil)),
            (404, [:], "", .failed("it answered 404", after: nil)),
            (429, ["Retry-After": "7"], "", .failed("it answered 429", after: .seconds(7))),
            (429, [:], "{\"retry_after\": 0.5}", .failed("it answered 429", after: .milliseconds(500))),
            (503, ["Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"], "", .failed("it answered 503", after: nil)),
            (500, ["Retry-After": "7"], "", .failed("it answered 500", after: nil)),
        ] as [(Int, [String: String], String, AlertOutcome)])
    func anAnswerIsUnderstood(_ status: Int, _ fields: [String: String], _ body: String, _ outcome: AlertOutcome) {
        var headers = HTTPHeaders()
        for (name, value) in fields { headers.add(name, value) }
        let response = HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
        #expect(AlertPost.outcome(of: response) == outcome)
    }
}
