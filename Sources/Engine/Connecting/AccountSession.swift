import Correspondence
package import IMAP
package import Settings
import Storage

/// The two connections of a watched account, logged in, each with its mailbox selected.
struct AccountSession: Sendable {
    let inbox: MailboxLink
    let sent: MailboxLink?

    static func open(_ settings: AccountSettings, caFile: String?) async throws -> AccountSession {
        let first = try await connect(settings, caFile: caFile)
        do {
            let mailboxes = try await first.list()
            let inbox = MailboxLink(role: .inbox, connection: first, mailbox: try await first.select(.inbox))
            guard let name = mailboxes.mailbox(for: .sent)?.name else { return AccountSession(inbox: inbox, sent: nil) }
            let second = try await connect(settings, caFile: caFile)
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

    /// Connects, logs in and says who we are.
    static func connect(_ settings: AccountSettings, caFile: String?) async throws -> IMAPConnection {
        let connection = try await IMAPConnection.connect(to: IMAPEndpoint(settings.imap, caFile: caFile))
        do {
            try await connection.authenticate(
                .password(user: settings.address.text, password: settings.password.revealed))
            if connection.capabilities.contains(.id) {
                _ = try await connection.identify(["name": "Mosaic"])
            }
            return connection
        } catch {
            connection.close()
            throw error
        }
    }
}

extension IMAPEndpoint {
    package init(_ server: ServerAddress, caFile: String?) {
        let security: Security =
            switch server.security {
            case .tls: .tls
            case .startTLS: .startTLS
            case .none: .none
            }
        self.init(
            host: server.host, port: server.port, security: security,
            trustRoots: caFile.map(TrustRoots.file) ?? .system)
    }
}
