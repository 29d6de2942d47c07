package import Access
import Correspondence
package import IMAP
import OAuth
package import Settings
import Storage

/// The two connections of a watched account, logged in, each with its mailbox selected.
struct AccountSession: Sendable {
    let inbox: MailboxLink
    let sent: MailboxLink?

    static func open(_ settings: InboxSettings, _ tokens: Tokens) async throws -> AccountSession {
        let first = try await connect(settings, tokens)
        do {
            let mailboxes = try await first.list()
            let inbox = MailboxLink(role: .inbox, connection: first, mailbox: try await first.select(.inbox))
            guard let name = sentMailbox(settings, mailboxes) else { return AccountSession(inbox: inbox, sent: nil) }
            let second = try await connect(settings, tokens)
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

    /// The mailbox that the settings name, otherwise the one that the server marks.
    static func sentMailbox(_ settings: InboxSettings, _ mailboxes: [MailboxListing]) -> MailboxName? {
        if let name = settings.sentFolder { return mailboxes.first { $0.name.text == name }?.name }
        return mailboxes.mailbox(for: .sent)?.name
    }

    /// Connects, logs in and identifies the program (RFC 2971).
    static func connect(_ settings: InboxSettings, _ tokens: Tokens) async throws -> IMAPConnection {
        let connection = try await IMAPConnection.logIn(settings.login, tokens)
        do {
            if connection.capabilities.contains(.id) {
                // Only a courtesy: a server that rejects it can still be used.
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

extension IMAPConnection {
    /// Connects and logs in with a password or a token; a refused token is replaced at the next login.
    package static func logIn(_ login: ServerLogin, _ tokens: Tokens) async throws -> IMAPConnection {
        // Before there is a connection, which the server would keep waiting.
        let credentials = try await IMAPCredentials.of(login, tokens)
        let connection = try await connect(to: IMAPEndpoint(login))
        do throws(IMAPError) {
            try await connection.authenticate(credentials)
            return connection
        } catch {
            connection.close()
            if case .tokenRefused = error, case .bearer(_, let token) = credentials,
                case .token(let origin) = login.proof
            {
                tokens.reject(token, of: origin)
            }
            throw error
        }
    }
}

extension IMAPCredentials {
    fileprivate static func of(_ login: ServerLogin, _ tokens: Tokens) async throws -> IMAPCredentials {
        switch login.proof {
        case .password(let password): .password(user: login.user, password: password.revealed)
        case .token(let origin): .bearer(user: login.user, token: try await tokens.token(for: origin))
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
