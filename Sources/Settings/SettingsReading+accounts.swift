import Correspondence

extension SettingsReading {
    /// Accounts are numbered from 1; numbers may be left out.
    mutating func accountSettings() -> [AccountSettings] {
        var accounts: [AccountSettings] = []
        for number in 1...999 {
            guard let account = account(number) else { continue }
            if accounts.contains(where: { $0.address == account.address }) {
                fault(
                    "GMAIL_ACCOUNT_\(number)_EMAIL repeats an address that an earlier account has: remove one of them.")
            }
            accounts.append(account)
        }
        if accounts.isEmpty, faults.isEmpty || !faults.contains(where: { $0.contains("GMAIL_ACCOUNT_") }) {
            fault(
                "No mailbox is set: set GMAIL_ACCOUNT_1_EMAIL and GMAIL_ACCOUNT_1_PASSWORD, in .env or the environment."
            )
        }
        return accounts
    }

    private mutating func account(_ number: Int) -> AccountSettings? {
        let prefix = "GMAIL_ACCOUNT_\(number)"
        let email = variables.first(of: ["\(prefix)_EMAIL"] + (number == 1 ? ["EMAIL_ADDRESS"] : []))
        let password = variables.first(of: ["\(prefix)_PASSWORD"] + (number == 1 ? ["EMAIL_PASSWORD"] : []))
        guard email != nil || password != nil else { return nil }
        guard let email else {
            fault("\(prefix)_EMAIL is missing, while \(prefix)_PASSWORD is set: set the address of that mailbox.")
            return nil
        }
        let address = EmailAddress(email.value)
        if address == nil { fault("\(email.name) is no mail address: set it to something like name@example.com.") }
        if password == nil {
            fault("\(prefix)_PASSWORD is missing: set the app password of \(address?.text ?? "that mailbox").")
        }
        let (imap, smtp) = (server("IMAP", number, host: "imap.gmail.com", port: 993, .tls), smtpServer(number))
        guard let address, let password else { return nil }
        return AccountSettings(
            // Google shows app passwords in groups of four; the spaces are no part of them.
            address: address, password: Secret(password.value.filter { !$0.isWhitespace }),
            name: variables["\(prefix)_NAME", "ACCOUNT_NAME"],
            region: value("\(prefix)_REGION", fallback: nil, expecting: "region", SettingValue.region),
            dailyLimit: value(
                "\(prefix)_RATE_LIMIT_PER_DAY", "RATE_LIMIT_PER_DAY", "DAILY_EMAIL_LIMIT", fallback: 500,
                expecting: "count from 0 to 100000"
            ) { SettingValue.count($0, in: 0...100_000) }, imap: imap, smtp: smtp)
    }

    private mutating func smtpServer(_ number: Int) -> ServerAddress {
        server("SMTP", number, host: "smtp.gmail.com", port: 587, .startTLS)
    }

    /// A server by the account's own variables, else by those for all accounts.
    private mutating func server(
        _ kind: String, _ number: Int, host: String, port: Int, _ security: ServerAddress.Security
    ) -> ServerAddress {
        func names(_ what: String) -> [String] { ["GMAIL_ACCOUNT_\(number)_\(kind)_\(what)", "\(kind)_\(what)"] }
        let server = ServerAddress(
            host: value(names: names("SERVER"), fallback: host, expecting: "host name", SettingValue.host),
            port: value(names: names("PORT"), fallback: port, expecting: "port") {
                SettingValue.count($0, in: 1...65_535)
            },
            security: value(names: names("SECURITY"), fallback: security, expecting: "security") {
                ServerAddress.Security(rawValue: $0.lowercased())
            })
        if server.security == .none, !server.isLoopback {
            fault(
                "\(variables.first(of: names("SECURITY"))?.name ?? kind) is none, but \(server.host) is not this machine, so "
                    + "the password would travel readable: set it to tls or starttls.")
        }
        return server
    }
}
