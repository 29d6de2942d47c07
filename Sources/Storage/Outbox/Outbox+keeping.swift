package import Correspondence
import Database

/// A claim, and its mail in final form.
package struct KeptMail: Sendable {
    package let claim: MailClaim
    package let mail: RenderedMail

    package init(_ mail: RenderedMail, for claim: MailClaim) {
        self.claim = claim
        self.mail = mail
    }
}

extension Outbox {
    /// Stores the mail in its final form. False when the claim is void, or when the mail turns out to have left: a copy of it was
    /// seen in Sent at a time that this database has no record of, as after a backup was restored.
    package func keep(_ mail: RenderedMail, for claim: MailClaim) async throws -> Bool {
        try await keep([KeptMail(mail, for: claim)])[0]
    }

    /// The same for many, in one transaction.
    ///
    /// - Returns: an answer for each, in order.
    package func keep(_ mails: [KeptMail]) async throws -> [Bool] {
        try await database.transaction { session in
            let rows = try await session.query(KeptMail.keeping(mails))
            var kept = Set(try rows.map { try $0["id", as: MailID.self] })
            let seen = Set(try rows.filter { try $0.bool("is_seen") }.map { try $0["id", as: MailID.self] })
            for one in mails where kept.contains(one.claim.id) {
                if let outreach = one.claim.outreach {
                    if try await session.noteSentCopy(of: one.mail.messageID, from: outreach.id) != nil {
                        kept.remove(one.claim.id)
                    }
                    continue
                }
                guard seen.contains(one.claim.id), let own = try await session.ownMail([one.mail.messageID]) else {
                    continue
                }
                try await session.noteSentCopy(of: own, named: nil)
                kept.remove(one.claim.id)
            }
            return mails.map { kept.contains($0.claim.id) }
        }
    }
}

extension KeptMail {
    /// Returns those whose claim holds, and whether their account's Sent has shown a copy.
    fileprivate static func keeping(_ mails: [KeptMail]) -> SQL {
        let rows = mails.map { one -> [SQLField] in
            [.of(one.claim.id), .of(one.claim.fence), .of(one.mail.messageID.text), .of(one.mail.bytes)]
        }
        let kept = SQLTable("kept", columns: ["id", "fence", "message_id", "rendered"], rows: rows)
        return """
            UPDATE outbox SET message_id = kept.message_id, rendered = kept.rendered FROM \(kept)
            WHERE outbox.id = kept.id AND outbox.fence = kept.fence AND outbox.state = 'claimed'
              AND outbox.rendered IS NULL
            RETURNING outbox.id, EXISTS (SELECT 1 FROM messages copy
                WHERE copy.account_id = outbox.account_id AND copy.message_id = outbox.message_id
                  AND copy.direction = 'outbound') AS is_seen
            """
    }
}
