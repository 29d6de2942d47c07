import Foundation
import Synchronization
import Timing

@testable import Classification

/// Answers chat calls from a script and remembers them; the last entry repeats.
final class ScriptedTransport: ChatTransport {
    enum Entry: Sendable {
        case response(ChatResponse)
        case error(ChatTransportError)
        /// Takes the whole timeout on the clock, then fails as libcurl does.
        case hang
    }

    private let script: Mutex<[Entry]>
    private let clock: InstantClock
    let calls = Mutex<[ChatCall]>([])

    init(_ script: [Entry], clock: InstantClock = InstantClock()) {
        self.script = Mutex(script)
        self.clock = clock
    }

    var callCount: Int { calls.withLock { $0.count } }
    var bodies: [String] { calls.withLock { $0.map { String(decoding: $0.body, as: UTF8.self) } } }

    func send(_ call: ChatCall) async throws(ChatTransportError) -> ChatResponse {
        calls.withLock { $0.append(call) }
        let entry = script.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        switch entry {
        case .response(let response): return response
        case .error(let error): throw error
        case .hang:
            clock.advance(by: call.timeout)
            throw .timedOut
        }
    }
}

/// A clock on which waiting takes no time: it jumps.
final class InstantClock: WallClock {
    private let instant = Mutex(Timestamp(secondsSince1970: 1_700_000_000))

    var now: Timestamp { instant.withLock { $0 } }
    func advance(by span: Duration) { instant.withLock { $0 = $0 + span } }
    func sleep(until deadline: Timestamp) async throws { instant.withLock { $0 = max($0, deadline) } }
}

extension ScriptedTransport.Entry {
    static func status(_ status: Int, _ body: String = "{}", _ headers: [String: String] = [:]) -> Self {
        .response(ChatResponse(status: status, headers: headers, body: Array(body.utf8)))
    }

    /// A completion whose content is `content`.
    static func content(_ content: String?, _ headers: [String: String] = [:]) -> Self {
        struct Completion: Encodable {
            struct Choice: Encodable {
                struct Message: Encodable { let role = "assistant"; let content: String? }
                let message: Message
            }
            let choices: [Choice]
        }
        let completion = Completion(choices: [.init(message: .init(content: content))])
        let body = (try? JSONEncoder().encode(completion)) ?? Data()
        return .response(ChatResponse(status: 200, headers: headers, body: Array(body)))
    }

    static func verdict(_ intent: String, evidence: String, confidence: Double = 0.99) -> Self {
        struct Verdict: Encodable {
            let intent: String; let confidence: Double; let evidence: String; let language = "en"; let reason = "r"
        }
        let verdict = Verdict(intent: intent, confidence: confidence, evidence: evidence)
        return .content(String(decoding: (try? JSONEncoder().encode(verdict)) ?? Data(), as: UTF8.self))
    }
}
