import Correspondence
package import IMAP
package import Settings
import Storage

/// The two connections of a watched account, logged in, each with its mailbox selected.
struct AccountSession: Sendable {
    let inbox: MailboxLink
    let sent: MailboxLink?

    static func open(_ settings: InboxSettings) async throws -> AccountSession {
        let first = try await connect(settings)
        do {
            let mailboxes = try await first.list()
            let inbox = MailboxLink(role: .inbox, connection: first, mailbox: try await first.select(.inbox))
            guard let name = sentMailbox(settings, mailboxes) else { return AccountSession(inbox: inbox, sent: nil) }
            let second = try await connect(settings)
            do {
                let mailbox = try await second.select(name, readOnly: true)
                return AccountSession(
                    inbox: inbox, sent: MailboxLink(role: .sent, connection: second, mailbox: mailbox))
            } catch {
                second.close()
                throw error
            }
        } catch {
            first.close()
            throw error
        }
    }

    func close() {
        inbox.connection.close()
        sent?.connection.close()
    }

    /// The one that the settings name, else the one that the server marks.
    static func sentMailbox(_ settings: InboxSettings, _ mailboxes: [MailboxListing]) -> MailboxName? {
        if let name = settings.sentFolder { return mailboxes.first { $0.name.text == name }?.name }
        return mailboxes.mailbox(for: .sent)?.name
    }

    /// Connects, logs in and says who we are.
    static func connect(_ settings: InboxSettings) async throws -> IMAPConnection {
        let connection = try await IMAPConnection.connect(to: IMAPEndpoint(settings.login))
        do {
            try await connection.authenticate(
                .password(user: settings.login.user, password: settings.login.password.revealed))
            if connection.capabilities.contains(.id) {
                // Only a courtesy: a server that refuses to hear it serves us all the same.
                do { _ = try await connection.identify(["name": "Mosaic"]) } catch {
                    guard error.leavesConnectionOpen else { throw error }
                }
            }
            return connection
        } catch {
            connection.close()
            throw error
        }
    }
}

extension IMAPEndpoint {
    package init(_ login: ServerLogin) {
        let server = login.server
        let security: Security =
            switch server.security {
            case .tls: .tls
            case .startTLS: .startTLS
            case .none: .none
            }
        self.init(
            host: server.host, port: server.port, security: security,
            trustRoots: login.additionalRoots.map { .systemAnd(file: $0.file) } ?? .system)
    }
}
