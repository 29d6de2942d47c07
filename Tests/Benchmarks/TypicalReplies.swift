import PostOffice
import Timing

/// Replies as outreach gets them: short, in several languages, from every mail program, with the original quoted below.
enum TypicalReplies {
    /// The same mails every time.
    static func mails(_ count: Int) -> [[UInt8]] { (0..<count).map(mail) }

    private static func mail(_ number: Int) -> [UInt8] {
        let author = Person("Ada \(number)", "ada\(number)@shop.example")
        let date = Timestamp(secondsSince1970: 1_789_900_000 + Int64(number))
        let original = MailText(
            from: Person("Mosaic Team", "team@mosaic.example"), to: [author], subject: "Working together",
            messageID: "out.\(number)@mosaic.example", date: date, body: .plain(outreach))
        let text = texts[number % texts.count].replacing("#", with: "\(number % 9000 + 1000)")
        let style = ReplyStyle.allCases[number / texts.count % ReplyStyle.allCases.count]
        return WrittenReply(to: original.bytes, of: date, by: author, saying: text, style: style)
            .mail(messageID: "reply.\(number)@shop.example", date: Timestamp(secondsSince1970: 1_789_990_000)).bytes
    }

    private static let outreach = """
        Hi Ada,

        we love what you make and would like to send you our new collection. Would you be interested in working with
        us? If so, please tell us your WhatsApp number and where we may ship to.

        Best wishes
        The Mosaic Team
        """

    private static let texts = [
        "Hi!\n\nYes, I'd love to hear more. What would the next steps be?\n\nBest,\nAda",
        "Thank you for thinking of me, but I'm not interested at the moment.",
        "Please remove me from your list.",
        "Sure! You can reach me on WhatsApp: +1 415 555 #.\n\nAda",
        "How much do you pay per post, and who keeps the rights?",
        "Hola, sí, me interesa mucho. Mi número es +34 612 34 #.\nSaludos",
        "Oi! Tenho interesse sim, pode me mandar mais detalhes?",
        "Bonjour,\n\nmerci, mais je ne suis pas intéressée.\n\nCordialement",
        "Hallo, gerne! Bitte schickt es an:\nAda Muster\nMusterstraße 5\n10115 Berlin",
        "Ciao, mi piacerebbe molto! Potete mandarmi più informazioni?",
        "haan ji, main interested hu, details bhej do",
        "Merhaba, ilgileniyorum. Detayları gönderir misiniz?",
        "興味があります。詳細を教えてください。",
        "مرحبا، نعم أنا مهتم. أرسل لي التفاصيل من فضلك",
        "Halo, saya tertarik. Boleh minta info lebih lanjut?",
        "I don't do gifted collaborations any more. My manager handles it all: see my site, or write to "
            + "manager@shop.example. We are booked until spring, so do ask again then.",
    ]
}
