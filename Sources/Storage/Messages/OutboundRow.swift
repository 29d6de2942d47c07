import Correspondence
import Database

/// A mail in Sent that is about to get its row.
struct OutboundRow {
    let mail: SentMail
    let conversation: ConversationID?
    /// Whether its account holds its Message-ID already: an id is unique per account, and a second message only claims it.
    let isTaken: Bool

    fileprivate static let columns = [
        "account_id", "thread_id", "role", "uidvalidity", "uid", "message_id", "claimed_message_id", "in_reply_to",
        "reference_ids", "gmail_thread_id", "from_address", "from_name", "to_address", "recipients", "subject",
        "base_subject", "language", "received_at",
    ]

    fileprivate var fields: [SQLField] {
        let message = mail.message
        let location = message.location
        return [
            .of(location.account), .of(conversation), .of(location.role), .of(location.uidValidity), .of(location.uid),
            .of(isTaken ? nil : message.messageID?.text), .of(isTaken ? message.messageID?.text : nil),
            .of(message.inReplyTo.first?.text), .of(message.references.storable), .of(message.gmailThreadID),
            .of(message.from?.address.key), .of(message.from?.name?.storable), .of(message.to.first?.address.key),
            .of(message.recipients.storable), .of(message.subject.storable),
            .of(Subject.base(message.subject).storable), .of(mail.text?.language), .of(message.receivedAt),
        ]
    }
}

extension SQLSession {
    /// Inserts the rows, all of one mailbox; mails whose location is known already are left out.
    ///
    /// - Returns: the keys of the new rows by UID.
    func insert(_ rows: [OutboundRow]) async throws -> [UInt32: MessageKey] {
        let lying = SQLTable("lying", columns: OutboundRow.columns, rows: rows.map(\.fields))
        let named = OutboundRow.columns.joined(separator: ", ")
        return try await query(
            """
            INSERT INTO messages (\(raw: named), direction, stored_at, state)
            SELECT \(raw: named), 'outbound', \(SQL.now), 'indexed' FROM \(lying) WHERE 1 = 1 ORDER BY lying.uid
            ON CONFLICT (account_id, role, uidvalidity, uid) DO NOTHING
            RETURNING id, uid
            """
        ).reduce(into: [:]) { $0[try $1["uid", as: UInt32.self]] = try $1["id", as: MessageKey.self] }
    }
}

extension [Correspondent] {
    /// As stored: the first hundred.
    var storable: String? {
        isEmpty ? nil : prefix(100).map(\.address.key).joined(separator: " ")
    }
}
