import Correspondence

/// The weak evidence in a mail's subject and in the first lines of its own text.
struct MachineWords {
    /// The beginning of a bounce's subject; nil when it is an answer's, a forward's or a person's.
    let bounceSubject: String?
    /// The beginning of a subject that only a program writes: `Automatic reply: …`.
    let autoReplyPrefix: String?
    /// The beginning of a subject that either an auto-reply or a person may write: `Vacation`.
    let autoReplySubject: String?
    let bounceSentence: String?
    let autoReplySentence: String?
    let automatonSentence: String?
    let challenge: String?
    /// The beginning of a read receipt's subject, if the text also says that a mail was read.
    let receipt: String?
    /// Whether a ticket system forwards a person's text: it asks for an answer above a line, and says nothing else of itself.
    let isTicketComment: Bool
    /// Whether a challenge asks for a click.
    let isChallenge: Bool
    /// Whether anything in it sounds like an automatic reply.
    var isAutoReply: Bool {
        autoReplyPrefix != nil || autoReplySubject != nil || autoReplySentence != nil || automatonSentence != nil
    }
    /// Subject and first own lines, folded, for dates.
    let text: [UInt8]

    /// Machines come to the point: only this many lines and bytes are looked at.
    private static let maxLines = 30
    private static let maxBytes = 4_000

    init(subject: String, body: ZonedText) {
        let subject = subject.foldedForMatching
        let lines = Self.firstLines(of: body)
        let joined = Array(lines.joined(separator: [0x20]))
        bounceSubject = Self.beginning(of: subject, in: Self.bounceSubjects)
        let reply = Self.beginning(of: subject, in: Self.replySubjects)
        autoReplySubject = reply
        autoReplyPrefix = Self.prefix(of: subject)
        let all = subject + [0x20] + joined
        // Almost no mail from a person has any of these, which one pass shows.
        let hasSentence = Self.sentences.occurs(in: all)
        bounceSentence = hasSentence ? Self.first(Self.bounceSentences, in: joined) : nil
        autoReplySentence = hasSentence ? Self.first(Self.replySentences, in: joined) : nil
        automatonSentence = lines.lazy.compactMap { Self.beginning(of: $0, in: Self.automatonSentences) }.first
        challenge = hasSentence ? Self.first(Self.challenges, in: all) : nil
        receipt =
            hasSentence && Self.receiptSentences.occurs(in: joined)
            ? Self.beginning(of: subject, in: Self.receiptSubjects) : nil
        isTicketComment =
            hasSentence && Self.ticketLines.occurs(in: joined) && autoReplySentence == nil && automatonSentence == nil
            && bounceSentence == nil
        isChallenge = challenge != nil && joined.containsSubsequence("http")
        text = subject + [0x20, 0x2E, 0x20] + joined
    }

    private static let bounceSubjects = PhraseSet(ReadingWords.machines("bounce subject"))
    private static let replySubjects = PhraseSet(ReadingWords.machines("auto subject"))
    private static let replyPrefixes = PhraseSet(ReadingWords.machines("auto prefix"))
    private static let bounceSentences = PhraseSet(ReadingWords.machines("bounce"))
    private static let replySentences = PhraseSet(ReadingWords.machines("auto"))
    private static let sentences = PhraseSet(
        ["bounce", "auto", "challenge", "receipt", "ticket"].flatMap(ReadingWords.machines))
    private static let receiptSubjects = PhraseSet(ReadingWords.machines("receipt subject"))
    private static let receiptSentences = PhraseSet(ReadingWords.machines("receipt"))
    private static let ticketLines = PhraseSet(ReadingWords.machines("ticket"))
    private static let automatonSentences = PhraseSet(ReadingWords.machines("automaton"))
    private static let challenges = PhraseSet(ReadingWords.machines("challenge"))

    /// `Automatic reply` with a colon after it, or as the whole subject.
    private static func prefix(of subject: [UInt8]) -> String? {
        let bare = Array(subject.drop { "[( *".utf8.contains($0) })
        guard let end = replyPrefixes.match(bare, at: 0) else { return nil }
        let rest = bare[end...].drop { $0 == 0x20 || $0 == UInt8(ascii: "]") || $0 == UInt8(ascii: ")") }
        guard rest.isEmpty || ":-–re".utf8.contains(rest[rest.startIndex]) || rest.starts(with: "：".utf8) else {
            return nil
        }
        return String(decoding: bare[..<end], as: UTF8.self)
    }

    private static func beginning(of text: [UInt8], in phrases: PhraseSet) -> String? {
        let bare = Array(text.drop { "[(*<\"' ".utf8.contains($0) })
        return phrases.match(bare, at: 0).map { String(decoding: bare[..<$0], as: UTF8.self) }
    }

    private static func first(_ phrases: PhraseSet, in text: [UInt8]) -> String? {
        phrases.firstMatch(in: text).map { String(decoding: text[$0], as: UTF8.self) }
    }

    /// The first lines of the own text, folded; of the whole text when nothing in it is own, for reports whose every line looks like
    /// a quote.
    private static func firstLines(of body: ZonedText) -> [[UInt8]] {
        let own = body.own
        let bytes = Array((own.isEmpty ? body.text : own).utf8.prefix(maxBytes))
        return bytes.split(separator: 0x0A).lazy.map { $0.foldedForMatching }.filter { !$0.isEmpty }.prefix(maxLines)
            .map { $0 }
    }
}
