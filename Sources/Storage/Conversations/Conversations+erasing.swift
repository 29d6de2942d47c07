import Correspondence
import Database

extension SQLSession {
    /// Removes conversations of which nothing else is left. A decision in progress finds its conversation gone.
    func erase(_ conversations: [ConversationID]) async throws {
        try await write("DELETE FROM email_threads WHERE id \(in: conversations)")
    }
}
