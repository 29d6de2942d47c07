import Correspondence

extension SettingsReading {
    /// Tells of passwords that go to a provider they are hardly meant for.
    ///
    /// - Parameter isGuess: the domain of the address is no known provider's.
    mutating func lookForMisdirection(
        of address: EmailAddress, _ imap: ServerLogin, _ smtp: ServerLogin, isGuess: Bool, _ imapHost: String?,
        _ smtpHost: String?, _ names: AccountNames
    ) {
        if imap.server.isMicrosoft || smtp.server.isMicrosoft {
            note(Self.microsoftNote(address))
        }
        guard isGuess else { return }
        let isGoogles = AppPassword.isOne(imap.password.revealed)
        if imapHost == nil, smtpHost == nil, !isGoogles {
            note(
                "No server is known for \(address.domain), so Gmail's are used for \(address), as for Google "
                    + "Workspace. If it "
                    + "is elsewhere, set \(names.name("IMAP_SERVER")) and \(names.name("SMTP_SERVER")).")
        } else if (imapHost == nil) != (smtpHost == nil), !isGoogles {
            lookForHalf(address, named: imapHost == nil ? smtp : imap, guessed: imapHost == nil ? imap : smtp, names)
        }
    }

    /// One server is named, and Gmail would get the password of the other.
    private mutating func lookForHalf(
        _ address: EmailAddress, named: ServerLogin, guessed: ServerLogin, _ names: AccountNames
    ) {
        guard guessed.server.isGoogle, !named.server.isGoogle else { return }
        let missing = guessed.server.host.hasPrefix("imap") ? "IMAP_SERVER" : "SMTP_SERVER"
        let sentence =
            "\(names.name(missing)) is missing: \(address) has its other server at \(named.server.host), and without "
            + "it Gmail "
            + "would get the password. Set it, or \(missing) for all accounts."
        // On this machine it is a bridge or a try-out, which may need no second server.
        if named.server.isLoopback { note(sentence) } else { fault(sentence) }
    }

    static func microsoftNote(_ address: EmailAddress) -> String {
        "\(address) is at Microsoft, which no longer takes passwords for IMAP, app passwords included (Outlook.com "
            + "since "
            + "September 2024), and this version has no login with OAuth: expect its login to be refused."
    }
}
