/// A collaborator that breaks its word, to prove that the oracle notices.
enum Sabotage: String, Sendable, CaseIterable {
    /// The mailer sends the dot though the outbox said no.
    case ignoresTheFinalWord
    /// The mailer asks whether the dot may go out, and then stands still before it sends it.
    case forgetsTheTime
    /// Inbox and Sent are not read before a send.
    case readsNothingBeforeSending
    /// What a rule files, and what a person moves before it is read, is not looked for.
    case looksIntoTheInboxAlone
    /// Mails in doubt are planned again after a crash, instead of waiting for evidence.
    case resendsBlindly
    /// Every refusal is taken for one of the recipient's address.
    case barsOnEveryRefusal
    /// Whatever is written counts as interest.
    case decidesWithoutVeto
}
