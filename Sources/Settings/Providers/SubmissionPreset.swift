/// What a submission server likes and allows. Another provider is another row.
package struct SubmissionPreset: Sendable, Hashable {
    /// Hosts, and those below them; none: every server.
    private let hosts: [String]
    /// Domains of the addresses that it is about; none: all.
    private let domains: [String]
    /// How long a connection may wait for the next mail.
    package let restTime: Duration
    package let mailsPerConnection: Int
    /// In any 24 hours; nil: its provider has published nothing.
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

    /// The first that fits counts.
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

    /// What Google takes of a mailbox, over whatever way.
    package static func gmail(of user: String) -> SubmissionPreset { of(MailProvider.google.smtp, user: user) }

    /// Of servers that are not in the table nothing is presumed but that they let a connection wait a moment.
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
