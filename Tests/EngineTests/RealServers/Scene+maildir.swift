import Foundation
import TestServers

extension Scene {
    /// Puts letters into our Inbox as an earlier year left them: unseen, without delivering each.
    func layIntoInbox(_ letters: [Letter]) throws {
        let folder = dovecot.home(of: team) + "/Maildir"
        let manager = FileManager.default
        let owner = try manager.attributesOfItem(atPath: dovecot.home(of: team))
        let rights = owner.filter { [.ownerAccountID, .groupOwnerAccountID].contains($0.key) }
        for name in ["", "/cur", "/new", "/tmp"] where !manager.fileExists(atPath: folder + name) {
            try manager.createDirectory(atPath: folder + name, withIntermediateDirectories: false, attributes: rights)
        }
        for (number, letter) in letters.enumerated() {
            let path = "\(folder)/cur/\(1_600_000_000 + number).old\(number).test:2,"
            guard manager.createFile(atPath: path, contents: Data(crlf(letter.bytes)), attributes: rights) else {
                throw NeverHappened(description: "\(path) was not written")
            }
        }
    }
}
