import Correspondence
package import Database
package import Timing

/// The truth: every fact and every decision, in PostgreSQL or SQLite, through one set of statements.
///
/// Each folder of this target is an aggregate and the only writer of its tables. An operation is one transaction, which may
/// span several aggregates. Operations that depend on a lease or a claim pass its fence; if a newer holder has replaced it, they
/// change nothing and say so in their result.
package struct Store: Sendable {
    let database: any SQLDatabase
    /// A separate connection to the same database: leases must be renewed however busy everything else is.
    private let reserved: any SQLDatabase

    /// - Parameter reserved: for leases alone; nil: they share `database`.
    package init(database: any SQLDatabase, reserved: (any SQLDatabase)? = nil) {
        self.database = database
        self.reserved = reserved ?? database
    }

    /// Builds the indexes that a migration left for later, without blocking writers: minutes on a large table.
    package func buildIndexes() async throws {
        try await Migrator(database, Migration.embedded(for: dialect)).buildIndexes()
    }

    /// Copies everything into an empty database of the same schema: of SQLite into PostgreSQL.
    package func copy(into target: any SQLDatabase) async throws -> [DatabaseCopy.Table] {
        try await DatabaseCopy(from: database, to: target).run()
    }

    package var accounts: Accounts { Accounts(database: database) }
    package var audit: Audit { Audit(database: database) }
    package var campaigns: Campaigns { Campaigns(database: database) }
    package var contacts: Contacts { Contacts(database: database) }
    package var conversations: Conversations { Conversations(database: database) }
    package var handoffs: Handoffs { Handoffs(database: database) }
    package var imports: Imports { Imports(database: database) }
    package var instance: Instance { Instance(database: database) }
    package var jobs: Jobs { Jobs(database: database) }
    package var leads: Leads { Leads(database: database) }
    package var leases: Leases { Leases(database: reserved) }
    package var mailboxes: Mailboxes { Mailboxes(database: database) }
    package var messages: Messages { Messages(database: database) }
    package var outbox: Outbox { Outbox(database: database) }
    package var sequences: Sequences { Sequences(database: database) }
    package var tokens: OAuthTokens { OAuthTokens(database: database) }

    package var dialect: SQLDialect { database.dialect }

    package func close() async {
        await reserved.close()
        await database.close()
    }

    /// The database's own clock, to show how far it differs from this machine's.
    package func currentTime() async throws -> Timestamp {
        try await database.read { session in
            try await session.first("SELECT \(SQL.now) AS now")?.timestamp("now") ?? .epoch
        }
    }
}

/// The accounts that are watched or sent from, and their limits. Tables: `accounts`.
package struct Accounts: Sendable {
    let database: any SQLDatabase
}

/// The append-only audit. Tables: `events`.
package struct Audit: Sendable {
    let database: any SQLDatabase
}

/// Campaigns with their accounts, steps and texts. Tables: `campaigns`, `campaign_accounts`, `campaign_steps`,
/// `step_variants`, `templates`.
package struct Campaigns: Sendable {
    let database: any SQLDatabase
}

/// The people we write to, and suppressions. Tables: `contacts`, `contact_details`, `erased_addresses`, `suppressed_domains`.
package struct Contacts: Sendable {
    let database: any SQLDatabase
}

/// Conversations, and the decisions on them. Tables: `email_threads`.
package struct Conversations: Sendable {
    let database: any SQLDatabase
}

/// Conversations that wait for a person. Tables: `handoffs`.
package struct Handoffs: Sendable {
    let database: any SQLDatabase
}

/// This installation: its secret, and whether it may send. Tables: `instance`.
package struct Instance: Sendable {
    let database: any SQLDatabase
}

/// Files that leads came from, and how far each has been read. Tables: `imports`.
package struct Imports: Sendable {
    let database: any SQLDatabase
}

/// Steps of campaigns that a person releases. Tables: `jobs`, `job_accounts`, `job_leads`.
package struct Jobs: Sendable {
    let database: any SQLDatabase
}

/// The leads of campaigns, and their progress. Tables: `campaign_leads`, `lead_recipients`.
package struct Leads: Sendable {
    let database: any SQLDatabase
}

/// Leases, by which several processes share one database. Tables: `leases`.
package struct Leases: Sendable {
    let database: any SQLDatabase
}

/// How far each mailbox has been read, and the tasks in it. Tables: `mailbox_cursors`,
/// `other_mailboxes`, `unlinked_elsewhere`, `mailbox_actions`.
package struct Mailboxes: Sendable {
    let database: any SQLDatabase
}

/// Every message seen in a watched mailbox or in Sent. Tables: `messages`, `unlinked_references`.
package struct Messages: Sendable {
    let database: any SQLDatabase
}

/// Every mail that goes out, from its plan to its end. Tables: `outbox`, `send_attempts`.
package struct Outbox: Sendable {
    let database: any SQLDatabase
}

/// The texts of answers, and their delays. Tables: `sequences`, `sequence_steps`, `sequence_texts`.
package struct Sequences: Sendable {
    let database: any SQLDatabase
}

/// Permissions to read and send mail by OAuth, sealed. Tables: `oauth_tokens`.
package struct OAuthTokens: Sendable {
    let database: any SQLDatabase
}
