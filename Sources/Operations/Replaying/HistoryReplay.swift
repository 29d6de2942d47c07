package import Classification
package import ContactDetection
package import Correspondence
package import Settings
package import Storage
package import Text
import Understanding

/// Repeats the decisions in the database with today's rules or model. Changes nothing.
package struct HistoryReplay: Sendable {
    /// A message on which today's decision differs from the stored one.
    package struct Flip: Sendable, Hashable {
        package let conversation: ConversationID
        package let message: MessageKey
        package let contact: EmailAddress
        package let before: String
        package let after: String
        let intentBefore: String?
        let intentAfter: String?
        package let ownText: String

        /// Whether a mail that was held back would go out today.
        package var wouldSend: Bool { after == Decision.startSequence.name && before != after }
    }

    private let store: Store
    private let examination: ReplyExamination

    /// - Parameter settings: the accounts' addresses and regions, and who may be answered.
    package init(
        _ store: Store, detector: ContactDetector, classifier: any IntentClassifier, settings: MosaicSettings
    ) async throws {
        self.store = store
        let accounts = try await store.accounts.all()
        let own = Set(accounts.map(\.address) + settings.accounts.map(\.address))
        examination = ReplyExamination(
            ReplyUnderstanding(detector: detector, ownAddresses: own), classifier: classifier,
            regions: settings.accounts.reduce(into: [:]) { $0[$1.address] = $1.region },
            defaultRegion: settings.defaultRegion, handsOverSignedContacts: settings.handsOverSignedContacts,
            answering: settings.answerRules)
    }

    /// The number of messages decided again, and those with another result.
    package func run() async throws -> HistoryReport {
        var count = 0
        var flips: [Flip] = []
        var last: ConversationID?
        while true {
            let conversations = try await store.conversations.withDecisions(after: last, limit: 200)
            guard let end = conversations.last else { return HistoryReport(count: count, flips: flips) }
            for conversation in conversations {
                for past in try await store.conversations.pastDecisions(of: conversation) {
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
                conversation: past.work.conversation.id, message: before.key,
                contact: past.work.conversation.contactAddress,
                before: before.decision, after: after.decision.name, intentBefore: before.intent,
                intentAfter: after.verdict?.intent.rawValue, ownText: after.ownText ?? "")
        }
    }
}

/// The result of repeating past decisions.
package struct HistoryReport: Sendable {
    /// Messages that were decided again.
    package let count: Int
    package let flips: [HistoryReplay.Flip]
}

extension HistoryReport: JSONConvertible {
    package var json: JSON { ["decided_again": count, "flips": flips] }
}

extension HistoryReplay.Flip: JSONConvertible {
    package var json: JSON {
        [
            "conversation": conversation, "message": message, "contact": contact, "decision_before": before,
            "decision_after": after, "intent_before": intentBefore, "intent_after": intentAfter, "own_text": ownText,
            "would_send": wouldSend,
        ]
    }
}
