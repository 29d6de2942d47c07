import Correspondence
package import Storage

/// The form of alerts to a receiver, as people choose it.
package enum AlertForm: String, CaseIterable, Sendable {
    case webhook, slack, discord, teams
    /// To an operator's address.
    case mail

    package init(of target: AlertTarget) {
        if target.mailAddress != nil {
            self = .mail
        } else {
            self = AlertForm(rawValue: target.kind.rawValue) ?? .webhook
        }
    }

    /// Its stored form. Mail is stored as a URL (RFC 6068), of a kind that the previous version of the program knows too.
    var kind: AlertKind { AlertKind(rawValue: rawValue) ?? .webhook }
}
