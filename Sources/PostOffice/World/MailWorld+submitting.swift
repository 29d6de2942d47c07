package import Timing

/// Where submitted mail goes.
extension MailWorld {
    /// Accepts a submission: a copy into the sender's Sent if so set up, then each recipient in turn. Recipients with a
    /// mailbox here get it in INBOX, under trace headers as RFC 5321 section 4.4 asks; the others are `outsideWorld`.
    package mutating func submit(_ submission: SubmittedMail, at instant: Timestamp) {
        fileInSent(submission, at: instant)
        for recipient in submission.recipients {
            let user = user(receiving: recipient)
            record { number in
                AcceptedMail(
                    number: number, sender: submission.sender, recipient: recipient, bytes: submission.bytes,
                    acceptedAt: instant, submittedBy: submission.user,
                    destination: user.map { .user($0) } ?? .outside)
            }
            guard let user else { continue }
            let traced = Self.trace(from: submission.sender, to: recipient, at: instant) + submission.bytes
            // `user` was found a moment ago and every style has an INBOX: this cannot fail.
            _ = try? append(traced, to: .inbox, of: user, at: instant)
        }
    }

    /// Delivers a letter from outside, under trace headers; returns its UID in the recipient's INBOX.
    @discardableResult
    package mutating func receive(_ letter: DueLetter, at instant: Timestamp) throws(PostOfficeError) -> UInt32 {
        let traced = Self.trace(from: letter.sender, to: letter.recipient, at: instant) + letter.bytes
        return try deliver(traced, to: letter.recipient, at: instant)
    }

    private mutating func fileInSent(_ submission: SubmittedMail, at instant: Timestamp) {
        guard filesSubmissionsInSent, let user = submission.user else { return }
        // A style without a Sent mailbox keeps no copy, and nothing else follows.
        _ = try? append(submission.bytes, to: .sent, of: user, flags: [.seen], at: instant)
    }

    private static func trace(from sender: String, to recipient: String, at instant: Timestamp) -> [UInt8] {
        Array(
            """
            Return-Path: <\(sender)>\r
            Delivered-To: \(recipient)\r
            Received: from client by post-office.test with ESMTP for <\(recipient)>; \(instant.rfc5322)\r\n
            """.utf8)
    }
}
