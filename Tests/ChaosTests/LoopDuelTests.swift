import TestServers
import Testing
import Timing

/// Whoever answers automatically, the exchange ends: a few mails, then silence.
@Suite(.serialized, .enabled(if: MosaicBinary.isBuilt, "mosaic is not built beside the tests: run `swift build` first"))
struct LoopDuelTests {
    /// Two installations watch one mailbox each, and each has written outreach to the other's.
    @Test(.timeLimit(.minutes(3)))
    func twoInstallationsFacingEachOtherFallSilent() async throws {
        let field = try await Battlefield.open(creators: 0)
        let (left, right) = (field.teams[0], field.teams[1])
        let other = try await field.postgres.createDatabase()
        try await field.dovecot.append(letter("left", from: left, to: right), to: "Sent", of: left)
        try await field.dovecot.append(letter("right", from: right, to: left), to: "Sent", of: right)
        let programs = [
            try field.start(accounts: [left]), try field.start(accounts: [right], database: other),
        ]
        try await armed(field, [(field.database, inboxes: 1), (other, inboxes: 1)])
        // People on both sides are interested, once.
        for (id, from, to) in [("left", right, left), ("right", left, right)] {
            let answer = letter(id + "-answer", from: from, to: to, answering: id)
            try await field.dovecot.append(answer, to: "Sent", of: from)
            try await field.dovecot.deliver(answer, to: to, from: from.address)
        }
        let counts = try await silence {
            [try await field.dovecot.messages(of: left), try await field.dovecot.messages(of: right)]
        }
        for program in programs { try await program.stop() }
        // The person's answer, and at most three mails.
        #expect(counts.allSatisfy { (1...4).contains($0) }, "\(counts)")
        try await field.close()
    }

    /// Pigeonhole's vacation is on at the creator's. It answers the outreach, which is a person's mail, and that is no
    /// answer; our mails say that a machine wrote them, and it keeps silent (RFC 5230 section 4.6).
    @Test(.timeLimit(.minutes(3)))
    func aVacationNoticeNeitherStopsNorFeedsTheSequence() async throws {
        let pigeonhole = try Pigeonhole()
        let field = try await Battlefield.open(creators: 1, settings: pigeonhole.settings)
        let (team, creator) = (field.team(of: 0), field.creators[0])
        try pigeonhole.send(through: field.postfix)
        let script = """
            require ["vacation"];
            vacation :days 1 :addresses ["\(creator.address)"] "Yes, I am interested! I am away and will read this later.";

            """
        try pigeonhole.activate(script, for: creator, in: field.dovecot)
        let program = try field.start()
        try await armed(field, [(field.database, inboxes: field.teams.count)])
        let outreach = letter("outreach-0", from: team, to: creator)
        try await field.dovecot.deliver(outreach, to: creator, from: team.address)
        let look = {
            [try await field.dovecot.messages(of: creator), try await field.dovecot.messages(of: team)]
        }
        #expect(try await silence(look) == [1, 1])
        try await field.nextReply()
        #expect(try await silence(look) == [4, 2])
        try await program.stop()
        let decisions = try await field.rows("SELECT decision FROM messages WHERE direction = 'inbound' ORDER BY id")
        #expect(decisions == ["ignore: auto_reply", "start_sequence"])
        try await field.close()
    }

    /// A responder that answers every mail at once: with the marks that RFC 3834 asks for, or rudely without any.
    @Test(.timeLimit(.minutes(3)), arguments: [(isRude: true, mails: 1), (isRude: false, mails: 3)])
    func aResponderIsNotAnsweredForEver(isRude: Bool, mails: Int) async throws {
        let field = try await Battlefield.open(creators: 1)
        let (team, creator) = (field.team(of: 0), field.creators[0])
        let program = try field.start()
        try await armed(field, [(field.database, inboxes: field.teams.count)])
        try await field.nextReply()
        var answered = 0
        let counts = try await silence {
            let received = try await field.dovecot.messages(of: creator)
            for mail in received.dropFirst(answered) {
                answered += 1
                let id = mail.text.split(separator: "Message-ID: <").last?.prefix { $0 != ">" } ?? ""
                var answer = letter("echo-\(answered)", from: creator, to: team, answering: String(id), isWhole: true)
                if !isRude { answer = "Auto-Submitted: auto-replied\n" + answer }
                try await field.dovecot.deliver(answer, to: team, from: creator.address)
            }
            return [received]
        }
        try await program.stop()
        #expect(counts == [mails])
        try await field.close()
    }

    private func letter(
        _ id: String, from: MailAccount, to: MailAccount, answering parent: String? = nil, isWhole: Bool = false
    ) -> String {
        let parent = parent.map { isWhole ? $0 : "\($0)@mosaic.test" }
        let threading = parent.map { "In-Reply-To: <\($0)>\nReferences: <\($0)>\n" } ?? ""
        let text = parent == nil ? "Would you like to try our product?" : "Yes, I'm interested! Tell me more."
        return """
            From: <\(from.address)>
            To: <\(to.address)>
            Subject: \(parent == nil ? "" : "Re: ")Collaboration
            Message-ID: <\(id)@mosaic.test>
            \(threading)MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8

            \(text)

            """
    }

    private func armed(_ field: Battlefield, _ databases: [(url: String, inboxes: Int)]) async throws {
        for database in databases {
            for _ in 0..<200 {
                // The tables are made by the program that just started.
                let rows = try? await field.rows("SELECT 1 FROM mailbox_cursors WHERE role = 'inbox'", in: database.url)
                if rows?.count == database.inboxes { break }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    /// The sizes of these mailboxes once they have not grown for eight seconds: four times the delay between mails.
    private func silence(_ look: () async throws -> [[StoredMessage]]) async throws -> [Int] {
        var counts: [Int] = []
        var since = ContinuousClock.now
        while since.duration(to: .now) < .seconds(8) {
            let now = try await look().map(\.count)
            if now != counts {
                counts = now
                since = .now
            }
            try await Task.sleep(for: .milliseconds(200))
        }
        return counts
    }
}
