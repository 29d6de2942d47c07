package import Correspondence
import Storage
import Text

extension Interventions {
    /// Removes everything that is stored about a person, and keeps only a mark so that nobody writes to them again.
    ///
    /// - Parameter isTrial: counts what would be removed, and removes nothing.
    package func erase(_ person: EmailAddress, isTrial: Bool = false) async throws -> Acknowledgement {
        var generator = SystemRandomNumberGenerator()
        let fresh = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        switch try await store.contacts.erase(person, isTrial: isTrial, secretOrElse: fresh) {
        case .refused(let why): throw OperationFailure(.refused, "Nothing was erased for \(person): \(why).")
        case .done(let rows):
            if !isTrial { await mirror(Set(rows.caches)) }
            return Acknowledgement(Self.sentence(person, rows, isTrial: isTrial), Self.facts(person, rows, isTrial))
        }
    }

    private static func sentence(_ person: EmailAddress, _ rows: ErasedRows, isTrial: Bool) -> String {
        let parts = [
            (rows.conversations, "conversation"), (rows.messages, "message"), (rows.mails, "mail of ours"),
            (rows.leads, "lead"), (rows.details, "contact detail"), (rows.events, "line of the audit"),
        ].filter { $0.0 > 0 }.map { $0.0 == 1 ? "1 \($0.1)" : "\($0.0) \($0.1.plural)" }
        let what = parts.isEmpty ? "Nothing" : parts.joined(separator: ", ")
        if isTrial { return "\(what) would be erased for \(person). Nothing was changed." }
        return """
            \(what) \(parts.isEmpty ? "was stored about" : "erased for") \(person). Nobody will be written to at this address again.
            Not in Mosaic's hands: their mail in your mailboxes, log files and backups.
            """
    }

    private static func facts(_ person: EmailAddress, _ rows: ErasedRows, _ isTrial: Bool) -> JSON {
        [
            "contact": person, "dry_run": isTrial, "conversations": rows.conversations, "messages": rows.messages,
            "mails": rows.mails, "leads": rows.leads, "contact_details": rows.details, "events": rows.events,
        ]
    }
}

extension String {
    fileprivate var plural: String {
        switch self {
        case "mail of ours": "mails of ours"
        case "line of the audit": "lines of the audit"
        default: self + "s"
        }
    }
}
