import Correspondence
import PostOffice
import Storage

/// The mails that each creator got, compared with those expected.
struct DemoReport: Sendable {
    struct Line: Sendable {
        let creator: DemoCreator
        let mails: Int
        let state: ConversationState?
        let reason: String
        let isUnread: Bool?
        /// Whether any two mails to the creator were the same step.
        let hasRepeats: Bool

        var isRight: Bool {
            let expected = creator.expectation
            return mails == expected.mails && state == expected.state && !hasRepeats
                && (expected.isUnread == nil || isUnread == expected.isUnread)
        }
    }

    let lines: [Line]
    let leads: [DemoLeadLine]
    /// Mails that went to anybody else.
    let strays: Int

    var isRight: Bool { strays == 0 && isComplete }
    /// Whether everything expected has happened; anything further would be wrong.
    var isComplete: Bool { lines.allSatisfy(\.isRight) && !leads.isEmpty && leads.allSatisfy(\.isRight) }

    static func make(_ office: PostOffice, _ store: Store) async throws -> DemoReport {
        let conversations = try await store.conversations.list(limit: 1_000)
        let accepted = office.world.accepted
        let known = Set((DemoCreator.cast.map(\.person) + DemoLead.cast.flatMap(\.people)).map(\.address))
        let lines = try DemoCreator.cast.enumerated().map { index, creator in
            let mails = accepted.filter { $0.recipient == creator.person.address }.dropFirst()
            let conversation = conversations.first { $0.contact.text == creator.person.address }
            let team = DemoCreator.teams[index % DemoCreator.teams.count]
            let reply = try office.messages(in: .inbox, of: team).last { $0.isFrom(creator.person) }
            return Line(
                creator: creator, mails: mails.count, state: conversation?.state, reason: conversation?.why ?? "",
                isUnread: reply.map { !$0.flags.contains(.seen) },
                hasRepeats: Set(mails.map(\.bytes)).count != mails.count)
        }
        return DemoReport(
            lines: lines, leads: try await DemoLeadLine.all(office, store),
            strays: accepted.filter { !known.contains($0.recipient) }.count)
    }
}

extension StoredMessage {
    fileprivate func isFrom(_ person: Person) -> Bool {
        let header = String(decoding: bytes.prefix(4_000), as: UTF8.self)
        return header.contains("<\(person.address)>") && header.contains("From: ")
            && header.split(whereSeparator: \.isNewline).contains {
                $0.hasPrefix("From:") && $0.contains(person.address)
            }
    }
}
