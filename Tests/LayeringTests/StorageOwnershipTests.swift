import Testing

/// Each folder of `Storage` is the only writer of its tables.
struct StorageOwnershipTests {
    static let owners: [String: String] = [
        "accounts": "Accounts", "account_judgements": "Accounts", "events": "Audit", "contacts": "Contacts",
        "contact_details": "Contacts", "erased_addresses": "Contacts", "suppressed_domains": "Contacts",
        "email_threads": "Conversations", "handoffs": "Handoffs", "instance": "Instance", "leases": "Leases",
        "mailbox_cursors": "Mailboxes", "mailbox_actions": "Mailboxes", "other_mailboxes": "Mailboxes",
        "unlinked_elsewhere": "Mailboxes",
        "messages": "Messages",
        "unlinked_references": "Messages", "outbox": "Outbox", "send_attempts": "Outbox", "sequences": "Sequences",
        "sequence_steps": "Sequences", "sequence_texts": "Sequences", "campaigns": "Campaigns",
        "campaign_accounts": "Campaigns", "campaign_steps": "Campaigns", "step_variants": "Campaigns",
        "templates": "Campaigns",
        "campaign_leads": "Leads", "lead_recipients": "Leads", "imports": "Imports",
        "outreach_groups": "Messages", "mail_aliases": "Outbox", "oauth_tokens": "Tokens", "users": "Users",
        "user_sessions": "Users", "login_failures": "Users", "corrections": "Corrections",
        "alert_targets": "Alerts", "alerts": "Alerts",
        "jobs": "Jobs", "job_accounts": "Jobs", "job_leads": "Jobs",
    ]

    static let sources = Repository.texts(below: ["Sources/Storage"]).filter { $0.path.hasSuffix(".swift") }

    @Test func everyTableOfTheSchemaHasAnOwner() {
        for file in Repository.texts(below: ["schema/postgres"]) {
            for table in Self.words(after: ["CREATE", "TABLE"], in: file.text) {
                #expect(Self.owners[table] != nil, "\(file.path) creates \(table): which folder of Storage writes it?")
            }
        }
    }

    @Test func nobodyElseWritesATable() {
        #expect(!Self.sources.isEmpty)
        for source in Self.sources {
            for table in Self.written(in: source.text) {
                guard let owner = Self.owners[table] else {
                    Issue.record("\(source.path) writes \(table), which has no owner")
                    continue
                }
                #expect(
                    source.path.hasPrefix("Sources/Storage/\(owner)/"), "\(source.path) writes \(table) of \(owner)")
            }
        }
    }

    @Test func everyOwnerWritesItsTables() {
        for (table, owner) in Self.owners {
            let own = Self.sources.filter { $0.path.hasPrefix("Sources/Storage/\(owner)/") }
            #expect(own.contains { Self.written(in: $0.text).contains(table) }, "\(owner) never writes \(table)")
        }
    }

    @Test(arguments: [
        ("UPDATE a SET b = 1", ["a"]), ("INSERT INTO a (b)", ["a"]), ("DELETE FROM a WHERE", ["a"]),
        ("DO UPDATE SET b = 1", []), ("FOR UPDATE OF o", []), ("FOR UPDATE SKIP LOCKED", []), ("SELECT 1 FROM a", []),
    ])
    func writesAreFound(statement: String, tables: [String]) {
        #expect(Self.written(in: statement) == tables)
    }

    static func written(in text: String) -> [String] {
        (words(after: ["INSERT", "INTO"], in: text) + words(after: ["DELETE", "FROM"], in: text)
            + words(after: ["UPDATE"], in: text, before: ["DO", "FOR"])).filter { $0 == $0.lowercased() }
    }

    /// The word behind each run of `phrase`, unless one of `others` stands before it.
    private static func words(after phrase: [String], in text: String, before others: Set<String> = []) -> [String] {
        let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
        return words.indices.compactMap { index in
            guard index + phrase.count < words.count, Array(words[index..<(index + phrase.count)]) == phrase,
                index == 0 || !others.contains(words[index - 1])
            else { return nil }
            let word = words[index + phrase.count]
            return word == "IF" ? words[index + phrase.count + 3] : word
        }
    }
}
