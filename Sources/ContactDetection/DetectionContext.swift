package import Correspondence
import PhoneNumbers

/// The known facts about a reply besides its text: where its writer may be, and who we are.
package struct DetectionContext: Sendable {
    /// ISO 3166 code of the country for numbers without a calling code when nothing in the mail tells: `DEFAULT_REGION` or the
    /// account's own region. Unknown codes count as none.
    package var defaultRegion: String?
    /// BCP 47 tag of the reply's language, if certain: `pt-BR`, `hi-Latn`.
    package var language: String?
    /// The domain of the writer's mail address; its last label hints at a country.
    package var senderDomain: String?
    /// BCP 47 tag of the language of our mail; nil where unknown. Quotes tell it too.
    var outreachLanguage: String?
    /// Our own numbers in E.164: quoted outreach contains them, and they are nobody's contact.
    package var ownNumbers: Set<String>
    /// Our own mail addresses: not reported either.
    package var ownAddresses: Set<EmailAddress>

    package init(
        defaultRegion: String? = nil, language: String? = nil, senderDomain: String? = nil,
        outreachLanguage: String? = nil, ownNumbers: Set<String> = [], ownAddresses: Set<EmailAddress> = []
    ) {
        self.defaultRegion = defaultRegion
        self.language = language
        self.senderDomain = senderDomain
        self.outreachLanguage = outreachLanguage
        self.ownNumbers = ownNumbers
        self.ownAddresses = ownAddresses
    }
}
