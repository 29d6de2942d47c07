package import Correspondence
package import Timing

extension Letter {
    /// The mail to ourselves that marks a mailbox as used by an installation; nil when the domain allows no Message-ID.
    package static func marking(_ mark: InstallationMark, of address: EmailAddress, at now: Timestamp) -> Letter? {
        guard let id = mark.messageID(number: now.microsecondsSince1970, at: address.domain) else { return nil }
        return Letter(
            from: Correspondent(address: address), to: Correspondent(address: address),
            subject: "Mosaic uses this mailbox", date: now, messageID: id, parent: nil, automation: .generated,
            text: """
                This mail was not sent to anybody. Mosaic has put it into Sent so that a second installation, which would \
                answer the same replies again, notices this one and stops.

                You need not keep it.
                """)
    }
}
