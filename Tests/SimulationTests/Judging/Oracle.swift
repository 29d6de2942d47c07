import Correspondence
import Database
import Delivery
import PostOffice
import Storage
import Synchronization
import Timing

/// Judges every mail that leaves by what lies in the world outside and what the tables said at the dot. It knows nothing
/// of how the program came to send it.
final class Oracle: Sendable {
    let outside: Outside
    let base: SQLiteDatabase
    /// What the tables held when the dot of a mail was permitted, by Message-ID: of its last try.
    private let permissions = Mutex<[String: Permission]>([:])

    private struct Permission: Sendable {
        let fence: Int64
        /// On the clock that the program reads.
        let time: Timestamp
        /// Message-IDs of inbound mail of the conversation.
        let known: Set<String>
        let isSuppressed: Bool
    }

    /// How long after its permission a dot may go out; what is taken in meanwhile cannot hold it back.
    static let permissionLimit = Duration.seconds(5)
    static let openings = ["Could you share", "Just checking in", "Wanted to follow up again"]
    static let delays: [Int: Duration] = [2: .seconds(24 * 3_600), 3: .seconds(48 * 3_600)]

    init(outside: Outside, base: SQLiteDatabase) {
        self.outside = outside
        self.base = base
    }

    // MARK: The dot

    /// Called after each commit: a mail that is in doubt from now on has its permission, by what the tables say now.
    func sawCommit() async {
        do {
            let doubts = try await base.read { session in
                try await session.query("SELECT id, message_id, fence FROM outbox WHERE state = 'in_doubt'").map {
                    (id: try $0.int64("id"), mail: try $0.string("message_id"), fence: try $0.int64("fence"))
                }
            }
            for doubt in doubts where permissions.withLock({ $0[doubt.mail]?.fence }) != doubt.fence {
                let permission = try await permission(of: doubt.id, doubt.fence)
                permissions.withLock { $0[doubt.mail] = permission }
            }
        } catch {
            outside.violation("the oracle cannot read: \(error)")
        }
    }

    private func permission(of mail: Int64, _ fence: Int64) async throws -> Permission {
        try await base.read { session in
            let known = try await session.query(
                """
                SELECT COALESCE(m.message_id, m.claimed_message_id) AS id FROM messages m
                JOIN outbox o ON o.thread_id = m.thread_id WHERE o.id = \(mail) AND m.direction = 'inbound'
                """
            ).compactMap { try $0.optionalString("id") }
            let suppressed = try await session.first(
                """
                SELECT 1 AS yes FROM contacts c JOIN outbox o ON o.contact_id = c.id
                WHERE o.id = \(mail) AND c.suppressed_at IS NOT NULL
                """)
            return Permission(
                fence: fence, time: outside.clock.now, known: Set(known), isSuppressed: suppressed != nil)
        }
    }

    /// Called when a server has taken a mail.
    func accepted(_ mail: OutgoingMail, by process: SimulatedProcess) {
        let text = String(decoding: mail.bytes, as: UTF8.self)
        let step = Self.openings.firstIndex { text.contains($0) }.map { $0 + 1 }
        let outreach = outside.script.outreach.first { text.contains("<\($0.id)>") }?.number
        let earlier = outside.with { $0.departures }
        outside.note(
            "\(process.name) step \(step ?? 0) of outreach \(outreach ?? -1) IS ACCEPTED for \(mail.recipient)")
        let send = process.sendUnderWay(of: mail.messageID)
        let departure = outside.with { state in
            let departure = Departure(
                messageID: mail.messageID.text, recipient: mail.recipient.key, bytes: mail.bytes, outreach: outreach,
                step: step, fence: send.fence, begunAt: send.began, moment: state.moment,
                time: outside.clock.now, leftAt: state.now)
            state.departures.append(departure)
            return departure
        }
        for objection in objections(to: departure, after: earlier) {
            outside.violation("\(objection) (<\(mail.messageID.text)>)")
        }
        if let outreach { outside.echo(outreach) }
    }

    private func objections(to mail: Departure, after earlier: [Departure]) -> [String] {
        guard let step = mail.step, let number = mail.outreach else { return ["a mail of no step or conversation"] }
        let script = outside.script
        let one = script.outreach[number]
        let siblings = earlier.filter { $0.outreach == number }
        var objections: [String] = []
        if earlier.contains(where: { $0.messageID == mail.messageID }) { objections.append("the same mail twice") }
        if siblings.contains(where: { $0.step == step }) { objections.append("step \(step) twice") }
        if mail.recipient != one.creator.address { objections.append("written to \(mail.recipient)") }
        if script.states[one.account] != "auto" { objections.append("the account may not send") }
        objections += timeliness(mail, step, siblings)
        objections += reasonsToStaySilent(mail, one, siblings)
        return objections
    }

    private func timeliness(_ mail: Departure, _ step: Int, _ siblings: [Departure]) -> [String] {
        guard let delay = Self.delays[step] else { return [] }
        guard let previous = siblings.first(where: { $0.step == step - 1 }) else {
            return ["step \(step) before step \(step - 1)"]
        }
        // The clock may have been set back since the one before was taken, or since this one was claimed.
        return mail.time + outside.with { $0.setBack } >= previous.time + delay ? [] : ["step \(step) too early"]
    }

    /// What had been written before this try began, in the mailbox that must be read before each send.
    private func reasonsToStaySilent(_ mail: Departure, _ one: Outreach, _ siblings: [Departure]) -> [String] {
        let (arrivals, answers, quarantined) = outside.with { state in
            (
                state.arrivals.filter { $0.outreach == one.number && $0.tone.isHuman },
                state.answers.filter { $0.outreach == one.number && $0.moment < mail.begunAt }, state.quarantined
            )
        }
        let permission = permissions.withLock { $0[mail.messageID] }
        let firstMail = siblings.first { $0.step == 1 }?.moment
        var objections: [String] = []
        if !arrivals.contains(where: { $0.tone == .interested }) { objections.append("nobody was interested") }
        for arrived in arrivals where !quarantined.contains("\(arrived.account)/\(arrived.uidValidity)/\(arrived.uid)")
        {
            let wasSeen =
                arrived.account == one.account && arrived.moment < mail.begunAt
                || arrived.tone != .forged && permission?.known.contains(arrived.id) == true
            guard wasSeen else { continue }
            if arrived.tone != .interested { objections.append("after \(arrived.tone)") }
            if let firstMail, !arrived.isRepeated, arrived.moment > firstMail, arrived.moment < mail.begunAt {
                objections.append("after a reply to step 1")
            }
        }
        if !answers.isEmpty { objections.append("after a person's own answer") }
        return objections + permissionless(mail, permission)
    }

    private func permissionless(_ mail: Departure, _ permission: Permission?) -> [String] {
        guard let permission, permission.fence == mail.fence else {
            return ["the doubt was not committed before the dot"]
        }
        let age = mail.time - permission.time
        return (age > Self.permissionLimit ? ["by an old permission, of \(age) ago"] : [])
            + (permission.isSuppressed ? ["the contact is suppressed"] : [])
    }
}
