import Timing

/// Lays out an answer and the original it quotes, the way each mail program does.
struct ReplyLayout: Sendable {
    let letter: LetterReader
    let originalDate: Timestamp
    let reply: WrittenReply

    var body: MailText.Body {
        switch reply.style {
        case .gmail: gmail
        case .outlook: outlook
        case .appleMail: .plain("\(reply.text)\n\n\(quoted("\(attribution):\n\n\(letter.text)"))\n")
        case .phone: phone
        case .bottomPosting: .plain("\(attribution):\n\(quoted(letter.text))\n\n\(reply.text)\n")
        }
    }

    private var gmail: MailText.Body {
        let day = WrittenDate(originalDate)
        let intro =
            "On \(day.weekday), \(day.month) \(day.day), \(day.year) at \(day.clock("\u{202F}")) \(letter.from.name)"
        let whole = "\(intro) <\(letter.from.address)> wrote:"
        // Gmail breaks the line inside the angle bracket when it is too long.
        let line = whole.count <= 78 ? whole : "\(intro) <\n\(letter.from.address)> wrote:"
        let html = """
            <div dir="ltr">\(HTMLText.lines(reply.text))</div><br><div class="gmail_quote gmail_quote_container">\
            <div dir="ltr" class="gmail_attr">\(HTMLText.escaped(whole))<br></div>\
            <blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);\
            padding-left:1ex">\(HTMLText.lines(letter.text))</blockquote></div>
            """
        return .alternative(plain: "\(reply.text)\n\n\(line)\n\n\(quoted(letter.text))\n", html: html)
    }

    private var outlook: MailText.Body {
        let day = WrittenDate(originalDate)
        let block = [
            ("From", "\(letter.from.name) <\(letter.from.address)>"),
            ("Sent", "\(day.longWeekday), \(day.longMonth) \(day.day), \(day.year) \(day.clock(" "))"),
            ("To", "\(reply.author.name) <\(reply.author.address)>"),
            ("Subject", letter.subject),
        ]
        let plainBlock = block.map { "\($0): \($1)" }.joined(separator: "\n")
        let htmlBlock = block.map { "<b>\($0):</b> \(HTMLText.escaped($1))" }.joined(separator: "<br>\n")
        let rule = String(repeating: "_", count: 32)
        let html = """
            <html><body><div class="elementToProof">\(HTMLText.lines(reply.text))</div><div id="appendonsend"></div>
            <hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">\
            \(htmlBlock)</div><div>\(HTMLText.lines(letter.text))</div></body></html>
            """
        return .alternative(plain: "\(reply.text)\n\n\(rule)\n\(plainBlock)\n\n\(letter.text)\n", html: html)
    }

    private var phone: MailText.Body {
        let html = """
            <html><body dir="auto"><div dir="ltr">\(HTMLText.lines(reply.text))</div><br id="lineBreakAtBeginningOfSignature">\
            <div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br><blockquote type="cite">\
            \(HTMLText.escaped(attribution)):<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">\
            \(HTMLText.lines(letter.text))</div></blockquote></body></html>
            """
        let original = quoted("\(attribution):\n\n\(letter.text)")
        return .alternative(plain: "\(reply.text)\n\nSent from my iPhone\n\n\(original)\n", html: html)
    }

    /// `On Nov 24, 2026, at 10:00 AM, Name <address> wrote`, Apple's form.
    private var attribution: String {
        let day = WrittenDate(originalDate)
        return "On \(day.month) \(day.day), \(day.year), at \(day.clock("\u{202F}")), "
            + "\(letter.from.name) <\(letter.from.address)> wrote"
    }

    /// Every line behind `> `, empty ones behind `>`.
    private func quoted(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? ">" : $0.hasPrefix(">") ? ">\($0)" : "> \($0)" }.joined(separator: "\n")
    }
}

/// A UTC date in the words American mail programs use.
struct WrittenDate: Sendable {
    let year: Int
    let day: Int
    let longMonth: String
    let longWeekday: String
    private let secondOfDay: Int

    init(_ instant: Timestamp) {
        let date = instant.date
        (year, day, secondOfDay) = (date.year, date.day, instant.secondOfDay)
        longMonth = Self.months[date.month - 1]
        // 1970-01-01 was a Thursday.
        longWeekday = Self.weekdays[(((date.daysSince1970 ?? 0) % 7) + 7) % 7]
    }

    var month: String { String(longMonth.prefix(3)) }
    var weekday: String { String(longWeekday.prefix(3)) }

    /// `10:05 AM`, with the given gap before the half of the day.
    func clock(_ gap: String) -> String {
        let (hour, minute) = (secondOfDay / 3600, secondOfDay / 60 % 60)
        return "\((hour + 11) % 12 + 1):\(minute < 10 ? "0" : "")\(minute)\(gap)\(hour < 12 ? "AM" : "PM")"
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = [
        "Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday",
    ]
}
