import Correspondence
package import Database
package import Timing

/// The truth: every fact and every decision, in PostgreSQL or SQLite, through one set of statements.
///
/// Each folder of this target is an aggregate and the only writer of its tables. An operation is one transaction, which
/// may reach through several of them. Operations that depend on who holds a lease or a claim take its fence and say so in
/// their result instead of writing over a newer holder's work.
package struct Store: Sendable {
    let database: any SQLDatabase

    package init(database: any SQLDatabase) {
        self.database = database
    }

    package var accounts: Accounts { Accounts(database: database) }
    package var audit: Audit { Audit(database: database) }
    package var conversations: Conversations { Conversations(database: database) }
    package var handoffs: Handoffs { Handoffs(database: database) }
    package var instance: Instance { Instance(database: database) }
    package var leases: Leases { Leases(database: database) }
    package var mailboxes: Mailboxes { Mailboxes(database: database) }
    package var messages: Messages { Messages(database: database) }
    package var outbox: Outbox { Outbox(database: database) }
    package var sequences: Sequences { Sequences(database: database) }

    package var dialect: SQLDialect { database.dialect }

    package func close() async {
        await database.close()
    }

    /// The database's own clock, for showing how far it and this machine are apart.
    package func currentTime() async throws -> Timestamp {
        try await database.read { session in
            try await session.first("SELECT \(SQL.now) AS now")?.timestamp("now") ?? .epoch
        }
    }
}

/// The accounts that are watched or sent from, and what they may do. Tables: `accounts`.
package struct Accounts: Sendable {
    let database: any SQLDatabase
}

/// The append-only audit. Tables: `events`.
package struct Audit: Sendable {
    let database: any SQLDatabase
}

/// Conversations, and the decisions on them. Tables: `email_threads`.
package struct Conversations: Sendable {
    let database: any SQLDatabase
}

/// What waits for a person. Tables: `handoffs`.
package struct Handoffs: Sendable {
    let database: any SQLDatabase
}

/// This installation: its secret, and whether it may send. Tables: `instance`.
package struct Instance: Sendable {
    let database: any SQLDatabase
}

/// Who does what, so that several processes share one database. Tables: `leases`.
package struct Leases: Sendable {
    let database: any SQLDatabase
}

/// How far each mailbox was read, and what is to be done in it. Tables: `mailbox_cursors`,
/// `other_mailboxes`, `mailbox_actions`.
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

/// What mails say, and when they go. Tables: `sequences`, `sequence_steps`, `sequence_texts`.
package struct Sequences: Sendable {
    let database: any SQLDatabase
}
