package import Correspondence
import Synchronization
package import Timing

/// The cache without a server: for one process, and for tests.
package final class MemoryFollowUpCache: FollowUpCache {
    private let due = Mutex<[ConversationID: Timestamp]>([:])

    package init() {}

    /// The present due times, nearest first.
    package var entries: [DueFollowUp] {
        due.withLock { due in
            due.map { DueFollowUp(conversation: $0.key, dueAt: $0.value) }
                .sorted { ($0.dueAt, $0.conversation) < ($1.dueAt, $1.conversation) }
        }
    }

    package func replaceAll(_ entries: [DueFollowUp]) async throws {
        due.withLock {
            $0 = Dictionary(entries.map { ($0.conversation, $0.dueAt) }, uniquingKeysWith: { _, last in last })
        }
    }

    package func update(_ changes: [ConversationID: Timestamp?]) async throws {
        due.withLock { due in
            for (conversation, dueAt) in changes { due[conversation] = dueAt }
        }
    }

    package func isIntact() async throws -> Bool { true }
    package func showUsage(of account: EmailAddress, sent: Int) async throws {}
    package func showDebounce(of conversation: ConversationID, for span: Duration) async throws {}
    package func showSending(_ followUp: MailID, for span: Duration) async throws {}
}
