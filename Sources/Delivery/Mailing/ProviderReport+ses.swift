import Correspondence
import SES

extension ProviderReport {
    /// What an event of SES's says of one of our mails.
    ///
    /// - Parameter region: of SES, which stands in the ids that it gives.
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
