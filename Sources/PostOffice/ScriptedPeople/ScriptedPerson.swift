package import Timing

/// A scripted person outside the post office.
package struct ScriptedPerson: Sendable {
    package let person: Person
    package let style: ReplyStyle
    private let script: CreatorScript
    /// The number of mails received, by lower-case sender.
    private var received: [String: Int] = [:]
    private var receivedInAll = 0
    private var written = 0

    package init(_ person: Person, style: ReplyStyle = .gmail, script: CreatorScript) {
        self.person = person
        self.style = style
        self.script = script
    }

    /// The letters this person writes in answer to a mail, dated when they are due.
    package mutating func answers(to mail: AcceptedMail) -> [DueLetter] {
        let sender = mail.sender.lowercased()
        receivedInAll += 1
        received[sender, default: 0] += 1
        let matching = script.answers.filter { answer in
            answer.sender.map { $0 == sender && answer.number == received[sender] } ?? (answer.number == receivedInAll)
        }
        return matching.map { write($0.action, about: mail, at: mail.acceptedAt + $0.delay) }
    }

    /// The letters this person writes unasked, when the script begins at `start`.
    package mutating func ownLetters(from start: Timestamp) -> [DueLetter] {
        script.ownMails.map { own in
            let date = start + own.start
            let mail = MailText(
                from: person, to: [own.recipient], subject: own.subject, messageID: nextMessageID(), date: date,
                body: .plain(own.text))
            return DueLetter(
                dueAt: date, sender: person.address, recipient: own.recipient.address, bytes: mail.bytes)
        }
    }

    private mutating func write(_ action: CreatorScript.Action, about mail: AcceptedMail, at date: Timestamp)
        -> DueLetter
    {
        switch action {
        case .reply(let text):
            return reply(text, style, .proper, to: mail, at: date)
        case .replyAs(let text, let style, let threading):
            return reply(text, style, threading, to: mail, at: date)
        case .outOfOffice(let text):
            let notice = MailText.outOfOffice(
                to: mail.bytes, from: person, text: text, messageID: nextMessageID(), date: date)
            return DueLetter(dueAt: date, sender: "", recipient: mail.sender, bytes: notice.bytes)
        case .bounce(let status, let diagnostic):
            let notice = MailText.bounce(
                of: mail.bytes, to: mail.sender, for: person.address, status: status, diagnostic: diagnostic,
                messageID: nextMessageID(), date: date)
            return DueLetter(dueAt: date, sender: "", recipient: mail.sender, bytes: notice.bytes)
        case .letter(let make):
            return DueLetter(dueAt: date, sender: person.address, recipient: mail.sender, bytes: make(mail))
        }
    }

    private mutating func reply(
        _ text: String, _ style: ReplyStyle, _ threading: ReplyThreading, to mail: AcceptedMail, at date: Timestamp
    ) -> DueLetter {
        var reply = WrittenReply(to: mail.bytes, of: mail.acceptedAt, by: person, saying: text, style: style)
        reply.threading = threading
        let recipient = LetterReader(mail.bytes).replyTo.address
        return DueLetter(
            dueAt: date, sender: person.address, recipient: recipient,
            bytes: reply.mail(messageID: nextMessageID(), date: date).bytes)
    }

    private mutating func nextMessageID() -> String {
        written += 1
        return "letter-\(written).\(person.address)"
    }
}
