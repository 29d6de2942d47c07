import Correspondence
import Settings
import Storage

/// The writes on the way of a mail, done together for all mails in progress: one commit for many of them, and no mail waits for
/// another.
struct SendWriting: Sendable {
    /// Mails in their final form.
    private let kept: GroupCommit<KeptMail, Bool>
    private let outbox: Outbox
    /// The commit that a final dot is about to go out. It is on the server's disk before the caller is told.
    let permissions: GroupCommit<DotRequest, SendPermission>
    let settlements: GroupCommit<MailSettlement, Void>

    init(_ parts: EngineParts) {
        let outbox = parts.store.outbox
        let policy = parts.sendPolicy
        self.outbox = outbox
        kept = GroupCommit { try await outbox.keep($0) }
        permissions = GroupCommit { try await outbox.permitDots($0, policy: policy) }
        settlements = GroupCommit {
            try await outbox.settle($0)
            return $0.map { _ in () }
        }
    }

    /// Stores mails of one account, all in one transaction unless one of them cannot be stored: returns whether each claim still holds.
    func keep(_ mails: [KeptMail]) async -> [Result<Bool, any Error>] {
        if mails.count > 1, let answers = try? await outbox.keep(mails) { return answers.map { .success($0) } }
        var answers: [Result<Bool, any Error>] = []
        for mail in mails {
            do { answers.append(.success(try await kept.commit(mail))) } catch { answers.append(.failure(error)) }
        }
        return answers
    }
}
