import Foundation
import Testing
import Timing

@testable import PostOffice

@Suite struct GroqDeskTests {
    static func desk(_ script: [GroqAnswer] = []) -> GroqDesk {
        var options = GroqOptions(apiKey: "gsk_test") { .completion("echo: \($0.userText)") }
        options.script = script
        return GroqDesk(options)
    }

    static func request(model: String = "llama-3.1-8b-instant", key: String = "gsk_test") -> WebRequest {
        let body =
            #"{"model":"\#(model)","temperature":0,"messages":[{"role":"system","content":"s"},{"role":"user","content":"hej"}]}"#
        return WebRequest(
            method: "POST", target: "/openai/v1/chat/completions", headers: ["authorization": "Bearer \(key)"],
            body: body.bytes)
    }

    /// Status, headers and JSON of the one response.
    static func response(_ steps: [WireStep]) throws -> (head: String, json: NSDictionary) {
        guard case .send(let bytes)? = steps.last(where: { if case .send = $0 { true } else { false } }) else {
            throw CancellationError()
        }
        let parts = bytes.text.components(separatedBy: "\r\n\r\n")
        let json = try JSONSerialization.jsonObject(with: Data(parts[1].utf8))
        return (parts[0], try #require(json as? NSDictionary))
    }

    @Test func theClosureAnswersWhatTheUserSaid() throws {
        var desk = Self.desk()
        let (head, json) = try Self.response(desk.steps(for: Self.request(), now: .tuesday))
        #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(json["object"] as? String == "chat.completion")
        let choice = try #require((json["choices"] as? [NSDictionary])?.first)
        #expect((choice["message"] as? NSDictionary)?["content"] as? String == "echo: hej")
        #expect(json["created"] as? Int64 == Timestamp.tuesday.secondsSince1970)
        #expect(desk.requests.map(\.userText) == ["hej"])
    }

    @Test(arguments: [
        (GroqAnswer.serverError, "HTTP/1.1 500 ", "internal_server_error"),
        (.invalidKey, "HTTP/1.1 401 ", "invalid_request_error"),
        (.rateLimited(retryAfter: .milliseconds(1500)), "HTTP/1.1 429 ", "tokens"),
    ])
    func scriptedFailuresComeOnceInTheAPIsShape(answer: GroqAnswer, status: String, type: String) throws {
        var desk = Self.desk([answer])
        let (head, json) = try Self.response(desk.steps(for: Self.request(), now: .tuesday))
        #expect(head.hasPrefix(status))
        #expect((json["error"] as? NSDictionary)?["type"] as? String == type)
        #expect(head.contains("retry-after: 2\r\n") == (answer == .rateLimited(retryAfter: .milliseconds(1500))))
        #expect(try Self.response(desk.steps(for: Self.request(), now: .tuesday)).head.hasPrefix("HTTP/1.1 200"))
    }

    @Test func wrongKeysAndUnknownModelsAreRefused() throws {
        var desk = Self.desk()
        #expect(
            try Self.response(desk.steps(for: Self.request(key: "x"), now: .tuesday)).head.hasPrefix("HTTP/1.1 401"))
        let (head, json) = try Self.response(desk.steps(for: Self.request(model: "gone"), now: .tuesday))
        #expect(head.hasPrefix("HTTP/1.1 404"))
        #expect((json["error"] as? NSDictionary)?["code"] as? String == "model_not_found")
    }

    @Test func modelsAreListed() throws {
        var desk = Self.desk()
        let request = WebRequest(
            method: "GET", target: "/openai/v1/models", headers: ["authorization": "Bearer gsk_test"], body: [])
        let json = try Self.response(desk.steps(for: request, now: .tuesday)).json
        #expect((json["data"] as? [NSDictionary])?.compactMap { $0["id"] as? String } == desk.options.models)
    }

    @Test func brokenAnswersAreBrokenAsSaid() {
        var desk = Self.desk([
            .truncated(afterBytes: 5, content: "x"), .nonsense("<html>"), .late(.seconds(9), .nonsense("y")), .drop,
            .silence,
        ])
        let steps = (1...5).map { _ in desk.steps(for: Self.request(), now: .tuesday) }
        #expect(steps[0].count == 2 && steps[0].last == .close)
        if case .send(let bytes) = steps[0][0] { #expect(bytes.text.hasSuffix("\r\n\r\n{\"cho")) }
        if case .send(let bytes) = steps[1][0] { #expect(bytes.text.hasSuffix("\r\n\r\n<html>")) }
        #expect(steps[2].first == .pause(.seconds(9)) && steps[2].count == 2)
        #expect(steps[3] == [.close] && steps[4] == [.hold])
    }

    @Test(arguments: ["", "{}", "[1", #"{"model":1,"messages":[]}"#, #"{"model":"m","messages":[{"role":"user"}]}"#])
    func bodiesThatAreNoChatRequestGet400(body: String) throws {
        var desk = Self.desk()
        let request = WebRequest(
            method: "POST", target: "/openai/v1/chat/completions", headers: ["authorization": "Bearer gsk_test"],
            body: body.bytes)
        #expect(try Self.response(desk.steps(for: request, now: .tuesday)).head.hasPrefix("HTTP/1.1 400"))
    }
}
