import Correspondence

extension SettingsReading {
    /// Reports passwords that would go to a provider for which they are probably not meant.
    mutating func lookForMisdirection(of address: EmailAddress, _ servers: AccountServers, _ names: AccountNames) {
        let logins = [servers.imap, servers.smtp].compactMap(\.self)
        if logins.contains(where: { $0.server.isMicrosoft && $0.password != nil }) {
            note(Self.microsoftNote(address, names))
        }
        // A person who names a token's provider knows whose account it is.
        guard servers.isGuess, logins.contains(where: { $0.password != nil }),
            !logins.contains(where: { $0.password.map { AppPassword.isOne($0.revealed) } ?? false })
        else { return }
        if servers.hosts.imap.name == nil, servers.hosts.smtp.name == nil {
            note(
                "No server is known for \(address.domain), so Gmail's are used for \(address), as for Google "
                    + "Workspace. "
                    + "If it is elsewhere, set \(names.name("IMAP_SERVER")) and \(names.name("SMTP_SERVER")).")
        } else if let imap = servers.imap, let smtp = servers.smtp {
            if servers.hosts.imap == .unset { lookForHalf(address, named: smtp, guessed: imap, names) }
            if servers.hosts.smtp == .unset { lookForHalf(address, named: imap, guessed: smtp, names) }
        }
    }

    /// One server is named, and Gmail would get the password of the other.
    private mutating func lookForHalf(
        _ address: EmailAddress, named: ServerLogin, guessed: ServerLogin, _ names: AccountNames
    ) {
        guard guessed.server.isGoogle, !named.server.isGoogle else { return }
        let missing = guessed.server.host.hasPrefix("imap") ? "IMAP_SERVER" : "SMTP_SERVER"
        fault(
            "\(names.name(missing)) is missing: \(address) has its other server at \(named.server.host), and without "
                + "it Gmail would get the password. Set it, or \(missing) for all accounts; none means that there is none."
        )
    }

    static func microsoftNote(_ address: EmailAddress, _ names: AccountNames) -> String {
        "\(address) is at Microsoft, which no longer takes passwords for IMAP, app passwords included (Outlook.com "
            + "since September 2024): set \(names.name("OAUTH"))=microsoft in place of the password, and run "
            + "`mosaic accounts connect microsoft \(address)`."
    }
}
