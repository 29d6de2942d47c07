package import Correspondence
import Database
import Events

extension Conversations {
    /// Gives a conversation back to Mosaic: its handoff is closed, and the *next* reply is decided like a first one. Nothing is
    /// planned or sent by this.
    ///
    /// Refused where the next reply would go to a person anyway, or where an answer could be wrong: a barred contact, an answer
    /// that may have left, an undecided message.
    package func resume(_ id: ConversationID) async throws -> Intervention {
        try await database.transaction { session in
            _ = try await session.first("SELECT id FROM email_threads WHERE id = \(id) \(SQL.forUpdate)")
            guard let conversation = try await session.conversation(id) else { return .unknown }
            let waits =
                try await session.first(
                    "SELECT 1 AS waits FROM email_threads WHERE id = \(id) AND decide_after IS NOT NULL") != nil
            if waits { return .refused("a message waits for its decision") }
            if let reason = conversation.reasonAgainstResuming { return .refused(reason) }
            try await session.cancelOpenMails(of: [id], reason: "resumed by a person")
            try await session.move([id], .resumed, reason: "resumed by a person", bumping: true)
            try await session.closeHandoffs("thread_id = \(id)", by: "resumed by a person")
            try await session.record(.conversationResumed, conversation: id)
            return .done
        }
    }
}

extension Conversation {
    /// Why giving it back would change nothing, or could lead to a wrong answer: the decision table's own rule, applied to the
    /// state that the conversation would have.
    fileprivate var reasonAgainstResuming: String? {
        if isSuppressed { return "the contact wants or takes no more mail" }
        if answersSent > 0 { return "an automatic mail was sent, so every further reply is a person's" }
        guard let resumed = state.after(.resumed) else {
            return state == .awaitingReply || state == .inSequence
                ? "it is not with a person" : "it is \(state.rawValue), which is final"
        }
        let reason = resumed.reasonNotToAnswer(answersSent: answersSent, isSuppressed: isSuppressed)
        return reason.map { "its next reply would be a person's: \($0.rawValue)" }
    }
}
