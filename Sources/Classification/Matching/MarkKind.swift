/// The meaning of a phrase in the rules. The raw value is its section's title in the rule files.
enum MarkKind: String, CaseIterable, Sendable {
    /// Clear consent.
    case yes
    /// Short consent that counts only at the beginning of a sentence: "yes", "ok", a thumb.
    case nod
    /// Asks us to go on: "send me the details", "what are the next steps".
    case proceed
    /// A word that is common in consenting replies. Never enough to send.
    case leanYes = "lean-yes"

    case optOut = "opt-out"
    /// Names data protection law: a demand, or a company's footer.
    case legal
    /// Lawyers, courts, complaints, blocking, nuisance: an opt-out only together with another sign that is not a friendly one.
    case threat
    case refusal
    /// Short refusal that counts only at the beginning of a sentence: "no", "nope".
    case nay
    /// A word that is common in refusing replies.
    case leanNo = "lean-no"
    /// Not now: "maybe next year", "too busy at the moment".
    case deferral
    case hedge
    case condition
    /// The words of a specific question, with or without a question mark.
    case question
    /// Names a price or asks for one.
    case price
    case irony
    case anger
    case contrast
    case negator
    case wrongPerson = "wrong-person"
    /// "I already wrote you": somebody has to look.
    case answered
    case autoReply = "auto-reply"
    case bounce
    /// Addresses a machine that reads the mail: "ignore previous instructions".
    case instruction
    /// Announces a contact: "my number is".
    case contact
    /// A month or a weekday, from the language's calendar: beside a refusal it is a time to write again.
    case time
    /// A consent that performs itself ("count me in", "I accept"), where praise only sounds like consent. Each such phrase is a
    /// `yes` too.
    case commit
    /// Words of an earlier state of mind: "at first", "normally", "until this morning".
    case earlier
    /// A phrase of words that object separately and mean nothing together: "no doubt about it", "when you have a minute".
    case idiom
    /// Says kindly that there is no obstacle: "no problem", "all good". Beside a consent it is small talk; alone it answers an
    /// apology or a thank-you as often as a proposal, so it is no consent.
    case courtesy
    /// "Hello": names may follow it.
    case greeting
    /// "Best regards": names may follow it.
    case closing
    /// Known and harmless: thanks, grammar, the words of the trade.
    case fill
    /// Small talk: "my sister", "last summer". It counts as known only around a consent that commits its writer: refusals contain
    /// small talk, too.
    case everyday

    /// Greets, closes or fills: says nothing about the intent.
    var isHarmless: Bool { self == .fill || self == .greeting || self == .closing }
    /// Qualifies the marks beside it, and decides nothing itself.
    var isRemark: Bool { [.time, .commit, .earlier, .idiom, .courtesy].contains(self) }
    /// Whether a comma inside it leaves its meaning unchanged: in "no, thanks" it does, but "sí, me encanta" is not "si me …".
    var spansCommas: Bool {
        switch self {
        case .condition, .question, .price, .hedge, .negator, .deferral, .contrast: false
        default: true
        }
    }
    /// Consents, strongly or weakly.
    var affirms: Bool { self == .yes || self == .nod || self == .proceed || self == .leanYes }
}
