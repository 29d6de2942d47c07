import Correspondence
package import Storage

/// How somebody is told, as people choose it.
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

    /// How it is stored. Mail is a URL (RFC 6068) of the kind that programs of the version before know as well.
    var kind: AlertKind { AlertKind(rawValue: rawValue) ?? .webhook }
}
