/// The subject of a conversation, free of the prefixes that clients add.
package enum Subject {
    /// Reply and forward prefixes of mail clients in many languages, lower-cased, without the colon.
    static let prefixes: Set<String> = [
        "re", "aw", "antw", "sv", "vs", "rv", "res", "r", "ynt", "odp", "回复", "答复", "回覆", "رد", "fw", "fwd", "wg",
        "tr", "enc", "rif", "i", "vl", "doorst", "ilt", "转发", "轉寄", "返信", "転送", "balas", "bls", "trs",
    ]

    /// Prefixes that vacation notices and the like put before the subject they answer, lower-cased and without spaces.
    static let automaticPrefixes: Set<String> = [
        "automaticreply", "autoreply", "auto-reply", "autoresponse", "auto-response", "auto", "autosvar", "outofoffice",
        "outoftheoffice", "outofofficereply", "outofofficeautoreply", "ooo", "automatischeantwort",
        "abwesenheitsnotiz", "abwesenheit", "abwesend", "réponseautomatique", "absencedubureau", "absentdubureau",
        "respuestaautomática", "respuestaautomatica", "fueradelaoficina", "fueradeoficina", "respostaautomática",
        "respostaautomatica", "risposteautomatiche", "rispostaautomatica", "fuorisede", "automatischantwoord",
        "afwezig", "afwezigheidsbericht", "automatisksvar", "automatisktsvar", "automaattinenvastaus",
        "odpowiedźautomatyczna", "automatickáodpověď", "automatikusválasz", "otomatikyanıt", "автоответ",
        "автоматическийответ", "自動応答", "自動返信", "自动答复", "自动回复", "自動回覆", "자동회신", "자동응답",
    ]

    /// The subject without reply prefixes, white space folded, lower-cased: equal bases mean the same conversation
    /// (RFC 5256 section 2.1, with prefixes seen in practice).
    package static func base(_ subject: String) -> String {
        var rest = Substring(subject.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased())
        while let colon = rest.firstIndex(where: { $0 == ":" || $0 == "：" }) {
            var prefix = rest[..<colon].drop(while: \.isWhitespace)
            if let bracket = prefix.firstIndex(where: { $0 == "[" || $0 == "(" || $0 == "^" }) {
                prefix = prefix[..<bracket]
            }
            let bare = prefix.filter { !$0.isWhitespace }
            guard prefixes.contains(bare) || automaticPrefixes.contains(bare) else { break }
            rest = rest[rest.index(after: colon)...].drop(while: \.isWhitespace)
        }
        return String(rest)
    }

    /// Whether a client put a reply or forward prefix in front.
    package static func isAnswer(_ subject: String) -> Bool {
        base(subject) != subject.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
    }

    /// `subject` as the subject of an answer: one `Re: ` in front, however many prefixes it had.
    package static func reply(to subject: String) -> String {
        let folded = subject.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return folded.lowercased().hasPrefix("re:") ? folded : "Re: \(folded)"
    }
}
