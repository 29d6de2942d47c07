import Glibc
import Synchronization

/// A Courier IMAP of our own: folders below `INBOX.`, no SPECIAL-USE, no MOVE, CONDSTORE or LITERAL+, IDLE by polling.
///
/// It runs in a small root of its own (chroot), because its programs have the paths of their configuration built in;
/// needs root. Each login takes about a second: it looks for a file monitor that is not there.
public final class CourierServer: IMAPServer {
    /// IMAP in clear and with STARTTLS, on 127.0.0.1.
    public let imapPort: UInt16
    /// IMAP over TLS, on 127.0.0.1.
    public let imapsPort: UInt16
    /// The PEM file of the authority that signed its certificate for `localhost` and `127.0.0.1`.
    public let caFile: String
    private let root: CourierRoot
    private let authentication: ServerProcess
    private let doors: [ServerProcess]
    private let delivered = Mutex<Int>(0)

    private init(caFile: String, root: CourierRoot, idlePoll: Int) throws {
        imapPort = try FreePort.next()
        imapsPort = try FreePort.next()
        self.caFile = caFile
        self.root = root
        func process(_ name: String, _ command: [String]) -> ServerProcess {
            let program = Program(
                executable: "/usr/sbin/chroot", arguments: [root.path] + command,
                environment: Self.settings(idlePoll: idlePoll))
            return ServerProcess("courier \(name)", program, log: "\(root.folder)/\(name).log")
        }
        func door(_ name: String, _ port: UInt16, _ wrapper: [String]) -> ServerProcess {
            let limits = ["-address=127.0.0.1", "-maxprocs=500", "-maxperip=500", "-nodnslookup", "-noidentlookup"]
            let session = ["/usr/lib/courier/courier/imaplogin", "/usr/bin/imapd", "Maildir"]
            return process(name, ["/usr/sbin/couriertcpd"] + limits + ["\(port)"] + wrapper + session)
        }
        authentication = process("authdaemond", ["/usr/lib/courier/courier-authlib/authdaemond"])
        doors = [door("imap", imapPort, []), door("imaps", imapsPort, ["/usr/bin/couriertls", "-server", "-tcpd"])]
    }

    /// Starts one with these accounts; each has the folders Sent, Drafts, Junk and Trash below INBOX.
    /// - Parameter idlePoll: every how many seconds IDLE looks for changes; Courier's own default is 60.
    public static func start(_ accounts: [MailAccount], idlePoll: Int = 60) async throws -> CourierServer {
        guard geteuid() == 0 else {
            throw TestServerError("Courier changes users and needs root; run the tests as root")
        }
        let authority = try await CertificateAuthority.make()
        let root = try await CourierRoot.make(accounts, identity: try await authority.issue())
        let server = try CourierServer(caFile: authority.caFile, root: root, idlePoll: idlePoll)
        try await server.start()
        return server
    }

    /// Starts it again on the same ports after `stop` or `kill`.
    public func start() async throws {
        try await authentication.start { [root] in Files.exists(root.path + "/run/courier/authdaemon/socket") }
        for (door, port) in zip(doors, [imapPort, imapsPort]) { try await door.start { accepts(port) } }
    }

    /// Ends it with all sessions.
    public func stop() async throws {
        for process in doors + [authentication] { try await process.stop() }
    }

    /// Ends it and all its sessions with SIGKILL.
    public func kill() async throws {
        for process in doors + [authentication] { try await process.kill9() }
    }

    /// Freezes it with all sessions: connections stay open and nobody answers.
    public func pause() { for process in doors + [authentication] { process.pause() } }

    /// Lets a frozen server go on.
    public func resume() { for process in doors + [authentication] { process.resume() } }

    /// Puts a message into the INBOX as a delivery agent does: a new file in the Maildir.
    public func deliver(_ message: String, to account: MailAccount) throws {
        let number = delivered.withLock {
            $0 += 1
            return $0
        }
        let maildir = "\(root.path)/mail/\(account.address)/Maildir"
        let name = "\(1_700_000_000 + number).M\(number)P1.outside"
        let draft = "\(maildir)/tmp/\(name)"
        try Files.write(crlf(message), to: draft)
        try Files.give(draft, to: try root.owner(of: account))
        guard rename(draft, "\(maildir)/new/\(name)") == 0 else { throw TestServerError.system("rename \(draft)") }
    }

    /// What Debian's /etc/courier/imapd and imapd-ssl set, but for locks: they wait for the absent file monitor.
    private static func settings(idlePoll: Int) -> [String: String] {
        let capability = "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE"
        return [
            "PROTOCOL": "IMAP", "IMAP_CAPABILITY": capability, "IMAP_CAPABILITY_TLS": capability + " AUTH=PLAIN",
            "IMAP_KEYWORDS": "1", "IMAP_ACL": "1", "IMAP_USELOCKS": "0", "IMAP_ENHANCEDIDLE": "0",
            "IMAP_IDLE_TIMEOUT": "\(idlePoll)", "IMAP_MAILBOX_SANITY_CHECK": "1", "IMAP_UMASK": "022",
            "IMAP_TRASHFOLDERNAME": "Trash", "IMAP_STARTTLS": "YES", "IMAP_TLS_REQUIRED": "0",
            "COURIERTLS": "/usr/bin/couriertls", "TLS_CERTFILE": "/etc/courier/imapd.pem", "TLS_VERIFYPEER": "NONE",
            "LD_LIBRARY_PATH": "/usr/lib",
        ]
    }
}
