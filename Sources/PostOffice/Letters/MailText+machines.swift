package import Timing

/// Mails that machines write.
extension MailText {
    /// A delivery status notification that a mail could not be delivered (RFC 3464), from the null reverse-path.
    ///
    /// - Parameters:
    ///   - original: the returned mail; its headers are given back.
    ///   - status: an enhanced status code, such as `5.1.1` or `4.4.7`.
    package static func bounce(
        of original: [UInt8], to sender: String, for recipient: String, status: String, diagnostic: String,
        messageID: String, date: Timestamp
    ) -> MailText {
        let domain = Person("", recipient).domain
        let isDelayed = status.hasPrefix("4")
        let reporter = Person("Mail Delivery Subsystem", "mailer-daemon@\(domain)")
        let headers = original[..<MailHeaders(original).bodyStart]
        let explanation = """
            \(isDelayed ? "Delivery is delayed" : "Address not found")

            Your message wasn't delivered to \(recipient). The response was:

            \(diagnostic)
            """
        let report = """
            Reporting-MTA: dns; mx.\(domain)

            Final-Recipient: rfc822; \(recipient)
            Action: \(isDelayed ? "delayed" : "failed")
            Status: \(status)
            Diagnostic-Code: smtp; \(diagnostic)

            """
        var mail = MailText(
            from: reporter, to: [Person("", sender)],
            subject: "Delivery Status Notification (\(isDelayed ? "Delay" : "Failure"))",
            messageID: messageID, date: date, inReplyTo: LetterReader(original).messageID,
            body: .multipart(
                subtype: "report", parameters: "; report-type=delivery-status",
                parts: [
                    Part(contentType: "text/plain; charset=utf-8", text: explanation),
                    Part(contentType: "message/delivery-status", text: report),
                    Part(contentType: "text/rfc822-headers", text: String(decoding: headers, as: UTF8.self)),
                ]))
        mail["X-Failed-Recipients"] = recipient
        mail["Auto-Submitted"] = "auto-replied"
        return mail
    }

    /// An absence notice as mail servers send it (RFC 3834).
    package static func outOfOffice(
        to original: [UInt8], from person: Person, text: String, messageID: String, date: Timestamp
    ) -> MailText {
        let letter = LetterReader(original)
        var mail = MailText(
            from: person, to: [letter.replyTo], subject: "Automatic reply: \(letter.subject)", messageID: messageID,
            date: date, inReplyTo: letter.messageID, references: letter.messageID.map { [$0] } ?? [],
            body: .plain(text))
        mail["Auto-Submitted"] = "auto-replied"
        mail["X-Auto-Response-Suppress"] = "All"
        return mail
    }

    /// A newsletter with the headers of RFC 2369, RFC 2919 and RFC 8058.
    package static func newsletter(
        from sender: Person, to recipient: Person, subject: String, text: String, messageID: String, date: Timestamp
    ) -> MailText {
        let html = "<html><body><h1>\(HTMLText.escaped(subject))</h1>\(HTMLText.paragraphs(text))</body></html>"
        var mail = MailText(
            from: sender, to: [recipient], subject: subject, messageID: messageID, date: date,
            body: .alternative(plain: text, html: html))
        mail["List-Id"] = "<news.\(sender.domain)>"
        mail["List-Unsubscribe"] = "<https://\(sender.domain)/unsubscribe>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail["Precedence"] = "bulk"
        return mail
    }
}
