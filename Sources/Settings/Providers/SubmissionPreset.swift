/// The limits of a submission server. Another provider is another row.
package struct SubmissionPreset: Sendable, Hashable {
    /// Hosts, including their subdomains; none: every server.
    private let hosts: [String]
    /// The address domains it applies to; none: all.
    private let domains: [String]
    /// How long a connection may wait for the next mail.
    package let restTime: Duration
    package let mailsPerConnection: Int
    /// In any 24 hours; nil: the provider has published no limit.
    package let mailsPerDay: Int?
    package let mailsPerMinute: Int?

    private init(
        _ hosts: String..., domains: [String] = [], restTime: Duration = .seconds(20), mailsPerConnection: Int = 50,
        mailsPerDay: Int? = nil, mailsPerMinute: Int? = nil
    ) {
        self.hosts = hosts
        self.domains = domains
        self.restTime = restTime
        self.mailsPerConnection = mailsPerConnection
        self.mailsPerDay = mailsPerDay
        self.mailsPerMinute = mailsPerMinute
    }

    /// The first match counts.
    private static let table: [SubmissionPreset] = [
        // 500 for a mailbox of Gmail's own, 2,000 for one of Workspace (support.google.com/a/answer/166852).
        SubmissionPreset(
            "smtp.gmail.com", "smtp.googlemail.com", domains: ["gmail.com", "googlemail.com"], restTime: .seconds(60),
            mailsPerConnection: 100, mailsPerDay: 500),
        SubmissionPreset(
            "smtp.gmail.com", "smtp.googlemail.com", restTime: .seconds(60), mailsPerConnection: 100,
            mailsPerDay: 2_000),
        // learn.microsoft.com, "Exchange Online limits": 30 messages a minute and 10,000 recipients a day.
        SubmissionPreset("office365.com", mailsPerDay: 10_000, mailsPerMinute: 30),
        SubmissionPreset("outlook.com", mailsPerMinute: 30),
        SubmissionPreset(),
    ]

    /// Google's limit for a mailbox, over any outlet.
    package static func gmail(of user: String) -> SubmissionPreset { of(MailProvider.google.smtp, user: user) }

    /// For servers not in the table only a short wait of connections is assumed.
    ///
    /// - Parameter user: the name of the login, mostly an address.
    package static func of(_ server: ServerAddress, user: String) -> SubmissionPreset {
        let host = server.host.lowercased()
        let domain = user.split(separator: "@").last.map { $0.lowercased() } ?? ""
        let row = table.first { row in
            (row.hosts.isEmpty || row.hosts.contains { host == $0 || host.hasSuffix(".\($0)") })
                && (row.domains.isEmpty || row.domains.contains(domain))
        }
        return row ?? SubmissionPreset()
    }
}
