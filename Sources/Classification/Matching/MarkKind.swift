/// What a phrase of the rules means. The raw value is the section title in the rule files.
enum MarkKind: String, CaseIterable, Sendable {
    /// Clear consent.
    case yes
    /// Short consent that counts at the head of a sentence only: "yes", "ok", a thumb.
    case nod
    /// Asks us to go on: "send me the details", "what are the next steps".
    case proceed
    /// A word that consenting replies tend to hold. Never enough to send.
    case leanYes = "lean-yes"

    case optOut = "opt-out"
    /// Names the law on personal data: somebody's demand, or a company's footer.
    case legal
    /// Lawyers, courts, complaints, blocking, nuisance: an opt-out only with something else that is none of a friend's.
    case threat
    case refusal
    /// Short refusal that counts at the head of a sentence only: "no", "nope".
    case nay
    /// A word that refusing replies tend to hold.
    case leanNo = "lean-no"
    /// Not now: "maybe next year", "too busy at the moment".
    case deferral
    case hedge
    case condition
    /// Words of a particular question, with or without its question mark.
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
    /// Speaks to a machine that reads the mail: "ignore previous instructions".
    case instruction
    /// Announces a contact: "my number is".
    case contact
    /// A month or a weekday, from the language's calendar: beside a refusal it is a time to write again.
    case time
    /// A consent that performs it ("count me in", "I accept"), where praise only sounds like one. Each such phrase is a
    /// `yes` too.
    case commit
    /// Words of a mind that the writer had before: "at first", "normally", "until this morning".
    case earlier
    /// A phrase whose words object singly and say nothing together: "no doubt about it", "when you have a minute".
    case idiom
    /// Says kindly that nothing stands in the way: "no problem", "all good". Beside a consent it is small talk; alone it
    /// answers an apology or a thank-you as often as a proposal, so it is no consent.
    case courtesy
    /// "Hello": names may follow it.
    case greeting
    /// "Best regards": names may follow it.
    case closing
    /// Known and harmless: thanks, grammar, the words of the trade.
    case fill
    /// Words of small talk: "my sister", "last summer". They count as known around a consent that commits its writer, and
    /// nowhere else: refusals are made of them, too.
    case everyday

    /// Greets, closes or fills: says nothing about what is wanted.
    var isHarmless: Bool { self == .fill || self == .greeting || self == .closing }
    /// Tells about the marks beside it, and decides nothing itself.
    var isRemark: Bool { [.time, .commit, .earlier, .idiom, .courtesy].contains(self) }
    /// Whether a comma inside it leaves the phrase what it is: "no, thanks" does, "sí, me encanta" is no "si me …".
    var spansCommas: Bool {
        switch self {
        case .condition, .question, .price, .hedge, .negator, .deferral, .contrast: false
        default: true
        }
    }
    /// Consents, strongly or weakly.
    var affirms: Bool { self == .yes || self == .nod || self == .proceed || self == .leanYes }
}
