public import Correspondence
public import MIME
public import Timing

/// Recognises mail that no person wrote, before any cost.
public struct MachineGuard: Sendable {
    /// Stored with every verdict; rises whenever a verdict can change.
    public static let version = "1"

    public init() {}

    /// The verdict on a whole mail; nil when a person may have written it.
    public func verdict(for mail: ParsedMail, body: ZonedText, receivedAt: Timestamp) -> MachineMail? {
        verdict(forHeaders: mail.headers)
    }

    /// The verdict that the headers alone allow.
    public func verdict(forHeaders headers: MailHeaders) -> MachineMail? {
        guard let auto = headers.fields.first("Auto-Submitted"), auto.lowercased() != "no" else { return nil }
        return MachineMail(kind: .autoReply(until: nil), evidence: "Auto-Submitted: \(auto)")
    }
}
