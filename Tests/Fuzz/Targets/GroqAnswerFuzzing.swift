import Correspondence

@testable import Classification

/// The input is the body of a chat server's answer; where it is no JSON, the same bytes are taken for the model's prose.
enum GroqAnswerFuzzing {
    private static let request = ClassificationRequest(
        ownText: "Hi, yes I'd love to — my number is “on the way”.\nNot  now, please unsubscribe me.")

    static func run(_ input: [UInt8]) {
        judge(input)
        let prose = String(decoding: input, as: UTF8.self)
        judge(JSONText.object(["choices": [.object(["message": .object(["content": .string(prose)])])]]).bytes)
        _ = ChatReplyBody.fault(in: input)
        let limits = RateLimits(headers: ["retry-after": prose, "x-ratelimit-reset-tokens": prose])
        promise(
            (limits.retryAfter ?? .zero) >= .zero && (limits.retryAfter ?? .zero) <= .seconds(86_400), "a sane wait")
    }

    private static func judge(_ body: [UInt8]) {
        // A refused answer is the usual outcome.
        guard let answer = try? ChatReplyBody.answer(in: body, to: request) else { return }
        promise((0...1).contains(answer.confidence), "confidence \(answer.confidence)")
        switch answer.intent {
        case .interested, .notInterested, .unsubscribe, .contactProvided:
            guard let evidence = answer.evidence else { return promise(false, "evidence for \(answer.intent)") }
            promise(request.ownText.contains(evidence), "evidence stands in the text")
        case .clarification, .autoReply, .bounce: break
        }
    }
}
