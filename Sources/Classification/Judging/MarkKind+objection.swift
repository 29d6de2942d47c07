extension MarkKind {
    /// The risk it means for an automatic answer; nil when there is none.
    var objection: Objection.Kind? {
        switch self {
        case .yes, .nod, .proceed, .leanYes, .contact, .time, .commit, .earlier, .idiom, .courtesy, .greeting, .closing,
            .fill, .everyday:
            nil
        case .optOut, .legal, .threat: .optOut
        case .refusal, .nay, .leanNo: .refusal
        case .deferral: .deferral
        case .hedge: .hedge
        case .condition: .condition
        case .question: .question
        case .price: .price
        case .irony: .irony
        case .anger: .anger
        case .contrast: .contrast
        case .negator: .negation
        case .wrongPerson: .wrongPerson
        case .answered: .answered
        case .autoReply, .bounce: .machine
        case .instruction: .instruction
        }
    }
}
