import Synchronization

/// What happens to mail for one address instead of delivery.
public enum RecipientFate: Sendable, Hashable {
    /// RCPT TO is answered with this line at submission, such as `550 5.1.1 no such user` or `451 4.7.1 try later`.
    case refused(String)
    /// Accepted from us, then refused by the outside with this line: a 5yz comes back to the sender as a delivery
    /// report, a 4yz stays in the queue. For outside addresses only.
    case refusedOutside(String)
}

/// The lookup tables of one Postfix; smtpd notices a rebuilt one by itself before its next connection.
final class PostfixTables: Sendable {
    private struct Contents {
        var mailboxes: Set<String> = []
        var fates: [String: RecipientFate] = [:]
        /// Counts every rebuilt table.
        var version = 0
    }

    private let folder: String
    private let configuration: String
    private let contents = Mutex(Contents())

    /// - Parameter configuration: the folder with main.cf; the machine's own may not have one.
    init(folder: String, configuration: String) {
        self.folder = folder
        self.configuration = configuration
    }

    /// The lines of main.cf that name them.
    var settings: [String: String] {
        [
            "virtual_mailbox_maps": "hash:\(folder)/mailboxes",
            "smtpd_recipient_restrictions": "check_recipient_access hash:\(folder)/refused",
        ]
    }

    /// The access table of the server that plays the outside.
    var outside: String { "hash:\(folder)/outside" }

    func writeAll() throws {
        try contents.withLock {
            try writeMailboxes(&$0)
            try writeFates(&$0)
        }
    }

    func addMailboxes(_ addresses: [String]) throws {
        try contents.withLock {
            $0.mailboxes.formUnion(addresses)
            try writeMailboxes(&$0)
        }
    }

    func setFate(_ fate: RecipientFate?, of address: String) throws {
        try contents.withLock {
            $0.fates[address] = fate
            try writeFates(&$0)
        }
    }

    private func writeMailboxes(_ contents: inout Contents) throws {
        let lines = contents.mailboxes.map { "\($0) here" }
        try write("mailboxes", &contents.version, lines)
    }

    private func writeFates(_ contents: inout Contents) throws {
        var refused: [String] = []
        var outside: [String] = []
        for (address, fate) in contents.fates {
            switch fate {
            case .refused(let reply): refused.append("\(address) \(reply)")
            case .refusedOutside(let reply): outside.append("\(address) \(reply)")
            }
        }
        try write("refused", &contents.version, refused)
        try write("outside", &contents.version, outside)
    }

    /// Postfix compares whole seconds, so two changes within one would pass unseen: each version gets its own second.
    private func write(_ table: String, _ version: inout Int, _ lines: [String]) throws {
        let path = "\(folder)/\(table)"
        version += 1
        try Files.write(lines.map { $0 + "\n" }.joined(), to: path)
        try Program(executable: "/usr/sbin/postmap", arguments: ["-c", configuration, "hash:\(path)"]).runToEnd()
        for file in [path, path + ".db"] { try Files.setModificationTime(of: file, to: 1_000_000_000 + version) }
    }
}
