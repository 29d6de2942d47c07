import IMAP
import Testing

/// Runs something that must fail with an `IMAPError`.
func failure(
    sourceLocation: SourceLocation = #_sourceLocation, of body: () async throws -> Void
) async -> IMAPError? {
    do {
        try await body()
        Issue.record("nothing was thrown", sourceLocation: sourceLocation)
        return nil
    } catch {
        return error as? IMAPError
    }
}
