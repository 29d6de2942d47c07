import Correspondence

/// An account's number, and the names that its settings may have.
struct AccountNames: Hashable {
    /// As written after `GMAIL_ACCOUNT_`.
    let label: String

    func name(_ part: String) -> String { "\(SettingNames.accountPrefix)\(label)_\(part)" }
    func names(_ parts: String...) -> [String] { parts.map(name) }

    /// The names used by single-account seeds.
    var emailNames: [String] { [name("EMAIL")] + (label == "1" ? ["EMAIL_ADDRESS"] : []) }
    var passwordNames: [String] { [name("PASSWORD")] + (label == "1" ? ["EMAIL_PASSWORD"] : []) }
}

extension SettingsReading {
    /// In the order of their numbers, which may have gaps. An account with a fault is not among them, so that nobody uses refused
    /// settings.
    mutating func accountSettings() -> [AccountSettings] {
        let before = faultCount
        var accounts: [AccountSettings] = []
        var addresses: Set<EmailAddress> = []
        for names in accountNames() {
            let before = faultCount
            guard let account = account(names), faultCount == before else { continue }
            guard addresses.insert(account.address).inserted else {
                fault("\(names.name("EMAIL")) repeats an address that an earlier account has: remove one of them.")
                continue
            }
            accounts.append(account)
        }
        if accounts.isEmpty, faultCount == before {
            let place = variables.missingFile.map {
                "\($0) is not there; run in the folder that holds it, name it with --env, or "
            }
            fault("No mailbox is set: \(place ?? "")set GMAIL_ACCOUNT_1_EMAIL and GMAIL_ACCOUNT_1_PASSWORD.")
        }
        return accounts
    }

    private func accountNames() -> [AccountNames] {
        var labels = Set(variables.names.compactMap { AccountVariable($0)?.label })
        if variables["EMAIL_ADDRESS", "EMAIL_PASSWORD"] != nil { labels.insert("1") }
        let numbered = labels.compactMap { label in Int(label).map { (number: $0, label: label) } }
        return numbered.sorted { ($0.number, $0.label) < ($1.number, $1.label) }.map { AccountNames(label: $0.label) }
    }

    private mutating func account(_ names: AccountNames) -> AccountSettings? {
        guard let email = variables.first(of: names.emailNames) else {
            tellOfOrphans(names)
            return nil
        }
        guard let address = EmailAddress(email.value) else {
            fault(
                "\(variables.shown(email.name)) is not a valid mail address: set it to something like name@example.com."
            )
            return nil
        }
        let kind = outletKind(names)
        guard let servers = servers(of: address, names, sending: kind == .smtp) else { return nil }
        return AccountSettings(
            address: address, name: variables[names.name("NAME"), "ACCOUNT_NAME"],
            region: optional([names.name("REGION")], expecting: .region, SettingValue.region),
            dailyLimit: count(
                names.name("RATE_LIMIT_PER_DAY"), "RATE_LIMIT_PER_DAY", "DAILY_EMAIL_LIMIT", fallback: 500,
                in: 0...100_000),
            state: optional([names.name("STATE"), "ACCOUNT_STATE"], expecting: .state) {
                AccountState(rawValue: $0.lowercased())
            }, aliases: aliases(names), inbox: inbox(servers, names),
            outlet: outlet(kind, servers, address, names))
    }

    private mutating func outlet(
        _ kind: OutletKind, _ servers: AccountServers, _ address: EmailAddress, _ names: AccountNames
    ) -> OutletSettings? {
        switch kind {
        case .smtp: servers.smtp.map(OutletSettings.smtp)
        case .ses: sesSettings(address)
        case .gmail: gmailSettings(address, names)
        }
    }

    /// Settings of an account without an address.
    private mutating func tellOfOrphans(_ names: AccountNames) {
        let parts = variables.names.compactMap { AccountVariable($0) }.filter { $0.label == names.label }.map(\.part)
        let orphans = parts.map(names.name).filter { variables[$0] != nil }.sorted()
        guard let orphan = orphans.first(where: SettingNames.isSafety) ?? orphans.first else { return }
        let sentence =
            "\(names.name("EMAIL")) is missing, while \(variables.shown(orphan)) is set: set the address of that "
            + "mailbox, or "
            + "remove what belongs to it."
        if SettingNames.isSafety(orphan) { fault(sentence) } else { note(sentence) }
    }

    private mutating func inbox(_ servers: AccountServers, _ names: AccountNames) -> InboxSettings? {
        let folder = sentFolder(names)
        return servers.imap.map { InboxSettings(login: $0, sentFolder: folder) }
    }

    private mutating func sentFolder(_ names: AccountNames) -> String? {
        optional(
            names.names("SENT_FOLDER", "SENT_MAILBOX") + ["SENT_FOLDER"], expecting: .mailbox, SettingValue.mailboxName)
    }

    private mutating func aliases(_ names: AccountNames) -> [EmailAddress] {
        guard let text = variables[names.name("ALIASES")] else { return [] }
        var addresses: [EmailAddress] = []
        for entry in text.split(whereSeparator: { $0 == "," || $0 == ";" || $0.isWhitespace }) {
            if let address = EmailAddress(entry) {
                addresses.append(address)
            } else {
                fault(
                    "\(variables.shown(names.name("ALIASES"))) holds something that is not a valid mail address: write "
                        + "name@example.com, separated by commas.")
            }
        }
        return addresses
    }
}
