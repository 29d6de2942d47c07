/// Why a mail that we sent counts as outreach, or does not.
package enum OutreachReason: String, CaseIterable, Sendable, Codable {
    /// Mosaic sent it.
    case mosaic
    /// Every mail counts.
    case all
    /// The same text went to several people.
    case similar
    /// It went to several people who cannot see each other.
    case blind
    /// It carries a mark that the settings name.
    case marked
    /// A person said that mail like this is outreach.
    case accepted
    /// A person said that mail like this is not outreach.
    case refused
    /// Nobody else got this text.
    case alone
    /// It has too few words to be recognised.
    case tooShort = "too_short"
    /// Its text could not be read.
    case unread
    /// It answers somebody, so the other side began.
    case answers
    /// It went to somebody of our own.
    case ownDomain = "own_domain"
    /// It carries none of the marks that the settings name.
    case unmarked

    /// Whether a reply to such a mail may be answered.
    package var counts: Bool {
        switch self {
        case .mosaic, .all, .similar, .blind, .marked, .accepted: true
        case .refused, .alone, .tooShort, .unread, .answers, .ownDomain, .unmarked: false
        }
    }
}
