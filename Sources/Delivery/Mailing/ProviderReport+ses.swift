import Correspondence
import SES

extension ProviderReport {
    /// The report in an SES event about one of our mails.
    ///
    /// - Parameter region: the region of SES, which is part of its ids.
    init(_ event: SESEvent, in region: String) {
        let alias = MessageID(SESClient.messageID(event.id, in: region))
        let kind: ProviderReport.Kind =
            switch event.kind {
            case .left, .softBounce: .left
            case .rejected: .rejected
            case .hardBounce: .bounced
            case .complaint: .complained
            }
        self.init(
            kind: kind, ids: [event.givenID.flatMap { MessageID($0) }, alias].compactMap(\.self), alias: alias,
            recipients: event.recipients.compactMap { EmailAddress($0) }, detail: "SES: \(event.detail)")
    }
}
