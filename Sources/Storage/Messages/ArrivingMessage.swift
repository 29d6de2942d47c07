import Correspondence
import Database
import Timing

/// A message that is about to get its row.
struct ArrivingMessage {
    /// The conversation that a message belongs to, and the evidence.
    struct Place {
        let conversation: ConversationID
        let link: OutreachLink
    }

    let message: IncomingMessage
    /// The mail it answers; nil when nothing follows from it, or when that is unknown.
    let reply: InboundReply?
    /// It must not be read, and what it answers is unknown: a person gets it by itself.
    let isQuarantinedAlone: Bool
    /// The same for now: it is first asked for again.
    let isWithheld: Bool
    /// Time until it is first asked for again.
    static let withheldPause = Duration.seconds(30)
    /// The reason why nothing follows from it.
    private(set) var ignored: IgnoreReason?
    /// The message of which it is a copy.
    fileprivate(set) var original: MessageKey?
    fileprivate(set) var isTaken = false
    /// Whether a person answered it before it was read here: then the conversation is theirs.
    fileprivate(set) var isAnswered = false
    /// Mails in doubt that it names and thereby proves to have left.
    fileprivate(set) var provenMails: [MailID] = []

    var conversation: ConversationID? { reply?.conversation }

    /// - Parameter place: nil where the mail it answers has no recipient to write to.
    init(_ admission: Admission, _ place: Place?) {
        message = admission.message
        isWithheld = admission.arrival == .withheld
        switch admission.arrival {
        case .withheld: (reply, ignored, isQuarantinedAlone) = (nil, nil, true)
        case .ignored(let reason): (reply, ignored, isQuarantinedAlone) = (nil, reason, false)
        case .quarantined:
            reply = place.map {
                InboundReply(conversation: $0.conversation, link: $0.link, source: nil, isWhole: false)
            }
            (ignored, isQuarantinedAlone) = (nil, reply == nil)
        case .reply(let link, let source, let isWhole, let beforeBaseline):
            reply = place.map {
                InboundReply(
                    conversation: $0.conversation, link: $0.link, source: source, isWhole: isWhole,
                    beforeBaseline: beforeBaseline)
            }
            // It answers our mail, but there is nobody to write to: a person must see it, unless a machine wrote it.
            let isMachines = link.linkage == .returnedPart || admission.message.isReport
            ignored = reply == nil && isMachines ? .notAReply : nil
            isQuarantinedAlone = reply == nil && !isMachines
        }
    }

    /// The result, once it has its row.
    var outcome: IntakeOutcome {
        if let ignored { return .ignored(ignored) }
        if isWithheld { return .withheld }
        guard let reply else { return .quarantined(nil) }
        return reply.source == nil ? .quarantined(reply.conversation) : .pending(reply.conversation)
    }

    /// Whether its outreach may still turn up in Sent.
    var answersNothingKnown: Bool { ignored == .notAReply || ignored == .notOutreach }

    /// It answers mail of ours that does not count as outreach.
    fileprivate mutating func answersOther() { ignored = .notOutreach }

    fileprivate mutating func repeats(_ key: MessageKey) {
        original = key
        ignored = .redelivered
    }

    /// Every message of ours that it names.
    fileprivate var named: [MessageID] { message.referencedIDs + [reply?.link.returned].compactMap(\.self) }

    private var state: MessageState {
        isQuarantinedAlone ? .quarantined : ignored == nil ? .pending : .decided
    }

    fileprivate var row: [SQLField] {
        let location = message.location
        // Of a copy only the conversation is stored.
        let reply = original == nil ? self.reply : nil
        return [
            .of(location.account), .of(conversation), .of(location.role), .of(location.uidValidity), .of(location.uid),
            .of(isTaken ? nil : message.messageID?.text), .of(isTaken ? message.messageID?.text : nil),
        ] + header + [
            .of(reply?.link.linkage), .of(message.receivedAt),
            .of((reply?.beforeBaseline ?? false) || isUnwanted),
            .of(reply?.source), .of(reply?.isWhole ?? true), .of(state),
            .of(ignored == nil ? nil : MessageOutcome.ignored), .of(ignored.map { Decision.ignore($0).name }),
            .of(ignored), .of(location.elsewhere?.mailbox.storable), .of(isUnwanted),
        ]
    }

    /// Sender and subject. Of mail that is no reply to us only its id is stored: it is none of our business.
    private var header: [SQLField] {
        let kept: IncomingMessage? = ignored != nil && conversation == nil ? nil : message
        let subject = kept?.subject ?? ""
        return [
            .of(kept?.inReplyTo.first?.text), .of(kept?.references.storable), .of(kept?.gmailThreadID),
            .of(kept?.from?.address.key), .of(kept?.from?.name?.storable), .of(kept?.replyTo?.key),
            .of(kept?.to.first?.address.key), .of(subject.storable), .of(Subject.base(subject).storable),
        ]
    }

    private var isUnwanted: Bool { message.location.elsewhere?.isUnwanted ?? false }

    fileprivate static let columns = [
        "account_id", "thread_id", "role", "uidvalidity", "uid", "message_id", "claimed_message_id", "in_reply_to",
        "reference_ids", "gmail_thread_id", "from_address", "from_name", "reply_to", "to_address", "subject",
        "base_subject", "linkage", "received_at", "before_baseline", "source", "source_is_whole", "state", "outcome",
        "decision",
        "reason", "found_in", "only_for_person",
    ]
}

/// The data of a pending reply beyond its header.
struct InboundReply {
    let conversation: ConversationID
    let link: OutreachLink
    /// Nil when it must not be read: then it is decided unread.
    let source: [UInt8]?
    let isWhole: Bool
    var beforeBaseline = false
}

/// Facts about arriving messages, read under the locks on their conversations.
struct ArrivalStanding {
    fileprivate let taken: Set<String>
    /// Messages that a person wrote from here in answer to a message, by its id.
    fileprivate let answers: [String: [SQLRow]]
    /// The ids of our mails, whether they count as outreach or not.
    fileprivate let ours: Set<String>
    fileprivate let originals: [Int: [SQLRow]]
    fileprivate let doubts: [String: MailID]

    /// - Parameter number: the message's index among those that were asked for.
    func judge(_ one: inout ArrivingMessage, number: Int) throws {
        let id = one.message.messageID?.text
        one.isTaken = id.map(taken.contains) ?? false
        if let source = one.reply?.source {
            let body = source.mailBody
            let same = try originals[number, default: []].first { row in
                guard try row.optionalString("from_address") == one.message.from?.address.key else { return false }
                // Messages whose body is not stored are recognised by id and writer alone.
                guard let known = try row.optionalBytes("source") else { return id != nil }
                return known.mailBody == body
            }
            if let same { one.repeats(try same["id", as: MessageKey.self]) }
        }
        if one.ignored == .notAReply, one.message.referencedIDs.contains(where: { ours.contains($0.text) }) {
            one.answersOther()
        }
        one.isAnswered = try isAnswered(one.message)
        one.provenMails = one.named.compactMap { doubts[$0.text] }
    }

    /// A forwarded message is no answer.
    private func isAnswered(_ message: IncomingMessage) throws -> Bool {
        guard let id = message.messageID?.text else { return false }
        let writer = [message.from?.address.key, message.replyTo?.key].compactMap(\.self)
        return try answers[id, default: []].contains { row in
            guard let recipients = try row.optionalString("recipients")?.split(separator: " ") else { return true }
            return writer.isEmpty || writer.contains { recipients.contains(Substring($0)) }
        }
    }
}

extension SQLSession {
    func standing(of arriving: [ArrivingMessage]) async throws -> ArrivalStanding {
        let ids = Set(arriving.compactMap(\.message.messageID?.text)).sorted()
        let named = Set(arriving.filter { $0.reply != nil }.flatMap { $0.named.map(\.text) }).sorted()
        let answers = try await query(optional: [
            "SELECT message_id FROM messages WHERE account_id \(in: arriving.accounts) AND message_id \(in: ids)",
            // A person's answer: in Sent, and not one of Mosaic's.
            """
            SELECT answer.in_reply_to, answer.recipients FROM messages answer
            WHERE answer.direction = 'outbound' AND answer.in_reply_to IS NOT NULL AND answer.in_reply_to \(in: ids)
              AND answer.message_id IS NOT NULL AND COALESCE(answer.outreach_reason, '') <> 'mosaic'
              AND NOT EXISTS (SELECT 1 FROM outbox mail WHERE mail.message_id = answer.message_id)
            """,
            named.isEmpty ? nil : SQL.doubtful(named: named), arriving.originals, arriving.ours,
        ])
        return ArrivalStanding(
            taken: Set(try answers[0].map { try $0.string("message_id") }),
            answers: try Dictionary(grouping: answers[1]) { try $0.string("in_reply_to") },
            ours: Set(try answers[4].map { try $0.string("message_id") }),
            originals: try Dictionary(grouping: answers[3]) { try $0.int("number") },
            doubts: try answers[2].reduce(into: [:]) {
                $0[try $1.string("message_id")] = try $1["id", as: MailID.self]
            })
    }

    /// Inserts the rows; messages whose location is known already are left out.
    ///
    /// - Returns: the keys of the new rows by UID.
    func insert(_ arriving: [ArrivingMessage]) async throws -> [UInt32: MessageKey] {
        let columns = ArrivingMessage.columns
        let arrived = SQLTable("arrived", columns: columns, rows: arriving.map(\.row))
        let named = columns.joined(separator: ", ")
        return try await query(
            """
            INSERT INTO messages (\(raw: named), direction, stored_at, decided_at)
            SELECT \(raw: named), 'inbound', \(SQL.now), CASE WHEN arrived.reason IS NULL THEN NULL ELSE \(SQL.now) END
            FROM \(arrived) WHERE 1 = 1 ORDER BY arrived.uid
            ON CONFLICT (account_id, role, uidvalidity, uid) DO NOTHING
            RETURNING id, uid
            """
        ).reduce(into: [:]) { $0[try $1["uid", as: UInt32.self]] = try $1["id", as: MessageKey.self] }
    }
}

extension [ArrivingMessage] {
    fileprivate var accounts: [AccountID] { Set(map(\.message.location.account)).sorted() }

    /// The mails of ours named by messages of which it is unknown what they answer; nil where there are no names.
    fileprivate var ours: SQL? {
        let names = filter { $0.ignored == .notAReply }.flatMap { $0.message.referencedIDs.map(\.text) }
        guard !names.isEmpty else { return nil }
        return "SELECT message_id FROM messages WHERE message_id \(in: Set(names).sorted()) AND direction = 'outbound'"
    }

    /// The messages that these may be copies of, in a second mailbox or again in this one: same id (or none on either side), same
    /// writer, same body. Bodies alone are compared, because each delivery adds its trace to the header. A forged equal id has another
    /// body; after a few comparisons a message is decided, not compared. Nil where none has a text to compare.
    fileprivate var originals: SQL? {
        let rows = enumerated().compactMap { number, one -> [SQLField]? in
            guard let reply = one.reply, reply.source != nil else { return nil }
            return [.of(number), .of(reply.conversation), .of(one.message.messageID?.text)]
        }
        guard !rows.isEmpty else { return nil }
        let wanted = SQLTable("wanted", columns: ["number", "thread_id", "message_id"], rows: rows)
        return """
            SELECT number, id, source, from_address FROM (
                SELECT wanted.number, m.id, m.source, m.from_address,
                    ROW_NUMBER() OVER (PARTITION BY wanted.number ORDER BY m.id) AS place
                FROM \(wanted) JOIN messages m ON m.thread_id = wanted.thread_id
                WHERE m.direction = 'inbound' AND (m.source IS NOT NULL OR m.state = 'decided')
                  AND (m.message_id = wanted.message_id OR m.claimed_message_id = wanted.message_id
                    OR (wanted.message_id IS NULL AND m.message_id IS NULL AND m.claimed_message_id IS NULL))) AS same
            WHERE place <= 10 ORDER BY number, id
            """
    }
}

extension [UInt8] {
    /// The part after the first empty line.
    fileprivate var mailBody: ArraySlice<UInt8> {
        var lineLength = 0
        for (index, byte) in enumerated() {
            switch byte {
            case UInt8(ascii: "\n"):
                if lineLength == 0 { return self[(index + 1)...] }
                lineLength = 0
            case UInt8(ascii: "\r"): break
            default: lineLength += 1
            }
        }
        return []
    }
}
