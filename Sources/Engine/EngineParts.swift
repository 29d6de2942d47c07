package import Access
package import Classification
package import ContactDetection
import Correspondence
package import Delivery
package import Logging
package import Observability
package import Reading
package import Settings
package import Storage
package import Timing

/// The values and clients that the engine's services share, built in one place and passed on.
///
/// A class, because everything that reads a mailbox holds it: as a value it would be a large part of what an account takes of memory.
package final class EngineParts: Sendable {
    package let settings: MosaicSettings
    package let store: Store
    /// Nil where nothing mirrors due times outside the database.
    package let cache: (any FollowUpCache)?
    package let reader: MailReader
    package let detector: ContactDetector
    package let classifier: any IntentClassifier
    package let mint: MessageIDMint
    /// The links by which recipients of outreach opt out; nil where we cannot be reached from outside.
    package let optOutLinks: OptOutLinks?
    package let tokens: Tokens
    package let clock: any WallClock
    package let log: Logger
    /// The caps for every mail of this installation.
    let sendPolicy: SendPolicy
    /// The engine's loops and when each last turned.
    package let heartbeat = Heartbeat()
    let notices = Noticeboard()
    let ready = ReadyAccounts()
    let logins = LoginGate()
    let rights = KeptRights()
    let health = HealthBoard()
    let progress = RunProgress()

    package init(
        settings: MosaicSettings, store: Store, cache: (any FollowUpCache)?, reader: MailReader = MailReader(),
        detector: ContactDetector, classifier: any IntentClassifier, mint: MessageIDMint,
        optOutLinks: OptOutLinks? = nil, tokens: Tokens = Tokens(), clock: any WallClock, log: Logger
    ) {
        self.settings = settings
        self.store = store
        self.cache = cache
        self.reader = reader
        self.detector = detector
        self.classifier = classifier
        self.mint = mint
        self.optOutLinks = optOutLinks
        self.tokens = tokens
        self.clock = clock
        self.log = log
        sendPolicy = settings.sendPolicy
    }

    /// Decides whether a mail in Sent counts as outreach.
    var outreachPolicy: OutreachPolicy { settings.outreachPolicy }

    /// All our addresses: mail from one of them is never a reply.
    var ownAddresses: Set<EmailAddress> { Set(settings.accounts.flatMap { [$0.address] + $0.aliases }) }
}
