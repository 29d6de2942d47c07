package import Timing

/// All scripted people of a world, and their letters on the way. A pure value: `advance` does everything that is due, and
/// `nextDue` says when to call it again.
package struct ScriptedPeople: Sendable {
    private var people: [String: ScriptedPerson]
    /// Rising by due time, then by the order of writing.
    private var underWay: [DueLetter] = []
    /// The first accepted mail not yet read.
    private var nextMail = 0
    /// Letters to people who have no mailbox in the world.
    package private(set) var undeliverable: [DueLetter] = []

    /// - Parameter start: when the scripts begin.
    package init(_ people: [ScriptedPerson], from start: Timestamp) {
        self.people = Dictionary(
            people.map { ($0.person.address.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
        for address in self.people.keys.sorted() {
            self.people[address]?.ownLetters(from: start).forEach { post($0) }
        }
    }

    /// When the next letter arrives; nil when none is on its way.
    package var nextDue: Timestamp? { underWay.first?.dueAt }

    /// Reads the mails accepted since the last call, and delivers every letter due by `now`.
    package mutating func advance(_ world: inout MailWorld, to now: Timestamp) {
        read(world)
        let due = underWay.prefix { $0.dueAt <= now }
        underWay.removeFirst(due.count)
        for letter in due {
            do {
                try world.receive(letter, at: now)
            } catch {
                undeliverable.append(letter)
            }
        }
    }

    private mutating func read(_ world: MailWorld) {
        for mail in world.accepted.dropFirst(nextMail) where mail.destination == .outside {
            people[mail.recipient.lowercased()]?.answers(to: mail).forEach { post($0) }
        }
        nextMail = world.accepted.count
    }

    private mutating func post(_ letter: DueLetter) {
        underWay.insert(letter, at: underWay.lowerBound { $0.dueAt <= letter.dueAt })
    }
}

extension PostOffice {
    /// Plays the scripted people by this office's clock until the task is cancelled.
    package func play(_ correspondents: ScriptedPeople) async throws {
        var people = correspondents
        let wakeup = Wakeup()
        let watcher = watch(nil) { wakeup.raise() }
        defer { unwatch(watcher) }
        while true {
            try Task.checkCancellation()
            let now = clock.now
            try change { people.advance(&$0, to: now) }
            if let due = people.nextDue {
                await wakeup.wait(until: due, on: clock)
            } else {
                await wakeup.wait()
            }
        }
    }
}
