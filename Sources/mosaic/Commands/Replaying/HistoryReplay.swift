import Classification
import ContactDetection
import Correspondence
import Settings
import Storage
import Text
import Understanding

/// Takes the decisions in the database again, with the rules or the model of today. Changes nothing.
struct HistoryReplay {
    /// A message on which today's decision differs from the stored one.
    struct Flip: Sendable, Hashable {
        let thread: ConversationID
        let message: MessageKey
        let contact: EmailAddress
        let before: String
        let after: String
        let intentBefore: String?
        let intentAfter: String?
        let ownText: String

        /// Whether today a mail would go out that was held back.
        var wouldSend: Bool { after == Decision.startSequence.name && before != after }
    }

    private let store: Store
    private let examination: ReplyExamination

    init(_ store: Store, classifier: any IntentClassifier, settings: MosaicSettings) async throws {
        self.store = store
        let accounts = try await store.accounts.all()
        let own = Set(accounts.map(\.address) + settings.accounts.map(\.address))
        examination = ReplyExamination(
            ReplyUnderstanding(detector: try ContactDetector(), ownAddresses: own), classifier: classifier,
            regions: settings.accounts.reduce(into: [:]) { $0[$1.address] = $1.region },
            defaultRegion: settings.defaultRegion)
    }

    /// How many messages were decided again, and what came out otherwise.
    func run() async throws -> (count: Int, flips: [Flip]) {
        var count = 0
        var flips: [Flip] = []
        var last: ConversationID?
        while true {
            let threads = try await store.conversations.withDecisions(after: last, limit: 200)
            guard let end = threads.last else { return (count, flips) }
            for thread in threads {
                for past in try await store.conversations.pastDecisions(of: thread) {
                    count += past.decided.count
                    flips += await again(past)
                }
            }
            last = end
        }
    }

    private func again(_ past: PastDecision) async -> [Flip] {
        let (_, replies) = await examination.examine(past.work)
        return zip(past.decided, replies).compactMap { before, after in
            guard before.decision != after.decision.name else { return nil }
            return Flip(
                thread: past.work.conversation.id, message: before.key, contact: past.work.conversation.contactAddress,
                before: before.decision, after: after.decision.name, intentBefore: before.intent,
                intentAfter: after.verdict?.intent.rawValue, ownText: after.ownText ?? "")
        }
    }
}

extension HistoryReplay.Flip: JSONConvertible {
    var json: JSON {
        [
            "conversation": thread, "message": message, "contact": contact, "decision_before": before,
            "decision_after": after, "intent_before": intentBefore, "intent_after": intentAfter, "own_text": ownText,
            "would_send": wouldSend,
        ]
    }
}
