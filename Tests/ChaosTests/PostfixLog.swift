/// What Postfix says about the mails that we submitted. It knows nothing of Mosaic.
struct PostfixLog {
    /// Message-IDs of submissions that were accepted, once for each.
    let accepted: [String]

    init(_ text: String) {
        var submitted: Set<Substring> = []
        var messageIDs: [Substring: String] = [:]
        var queued: Set<Substring> = []
        for line in text.split(separator: "\n") {
            guard let (daemon, queueID, rest) = Self.parts(of: line) else { continue }
            if daemon.contains("smtpd["), rest.contains("sasl_username=") { submitted.insert(queueID) }
            if daemon.contains("cleanup["), rest.hasPrefix("message-id=<") {
                messageIDs[queueID] = String(rest.dropFirst(12).prefix { $0 != ">" })
            }
            if daemon.contains("qmgr["), rest.contains("(queue active)") { queued.insert(queueID) }
        }
        accepted = submitted.intersection(queued).compactMap { messageIDs[$0] }
    }

    /// `Mon dd hh:mm:ss host postfix/daemon[pid]: QUEUEID: rest`, or the long time format.
    private static func parts(of line: Substring) -> (daemon: Substring, queueID: Substring, rest: Substring)? {
        guard let start = line.firstRange(of: "postfix/")?.lowerBound else { return nil }
        let fields = line[start...].split(separator: " ", maxSplits: 2)
        guard fields.count == 3, fields[1].hasSuffix(":") else { return nil }
        return (fields[0], fields[1].dropLast(), fields[2])
    }
}
