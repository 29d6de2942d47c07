import PostOffice
import Timing

extension Outside {
    /// When the next scripted thing happens; nil when the script is over.
    var nextHappening: Timestamp? { with { $0.rest.first?.at } }

    /// Lets everything happen whose time has come.
    func catchUp() {
        while let due = with({ $0.takeDue() }) { happen(due) }
    }

    /// Lets the next thing happen now, whatever its time.
    func hasten() {
        let next = with { state in state.rest.popFirst()?.what }
        if let next { happen(next) }
    }

    /// A rude responder answers whatever comes, within seconds.
    func echo(_ outreach: Int) {
        with { state in
            guard state.script.echoes.contains(outreach) else { return }
            let at = state.now + state.chance.seconds(1..<30)
            let place = state.rest.firstIndex { $0.at > at } ?? state.rest.endIndex
            state.rest.insert((at, .reply(outreach: outreach, tone: .interested, variant: 0, copied: false)), at: place)
        }
    }

    private func happen(_ what: Happening) {
        switch what {
        case .reply(let outreach, let tone, let variant, let copied): reply(outreach, tone, variant, copied: copied)
        case .redelivery(let outreach): redeliver(outreach)
        case .personAnswers(let outreach): answerByHand(outreach)
        case .filing(let outreach, let folder): file(outreach, folder)
        case .renumbering(let account, let folder):
            note("the server renumbers \(folder) of account \(account)")
            // The user and both folders exist in every script.
            with { try! $0.world.resetUIDValidity(of: folder, of: $0.script.accounts[account].address) }
        case .clockJump(let jump):
            clock.set(to: clock.now + jump)
            if jump < .zero { with { $0.setBack -= jump } }
            note("the clock jumps by \(jump)")
        }
    }

    private func reply(_ number: Int, _ tone: Tone, _ variant: Int, copied: Bool) {
        let (bytes, id) = with { state in state.letter(number, tone, variant) }
        let account = script.outreach[number].account
        arrive(bytes, id, number, tone, in: account)
        if copied { arrive(bytes, id, number, tone, in: (account + 1) % script.accounts.count) }
    }

    private func arrive(
        _ bytes: [UInt8], _ id: String, _ number: Int, _ tone: Tone, in account: Int, isRepeated: Bool = false
    ) {
        note("a mail arrives in account \(account): \(tone) to outreach \(number), <\(id)>")
        with { state in
            let user = state.script.accounts[account].address
            // The user and INBOX exist in every script.
            let folder = tone == .newsletter ? .inbox : state.script.rules[number] ?? .inbox
            let uid = try! state.world.append(bytes, to: folder, of: user, at: state.now)
            let validity = try! state.world.mailbox(folder, of: user).uidValidity
            state.arrivals.append(
                Arrived(
                    outreach: number, tone: tone, account: account, id: id, isRepeated: isRepeated,
                    moment: state.moment, uidValidity: validity, uid: uid, folder: folder))
        }
    }

    private func file(_ number: Int, _ folder: Folder) {
        let moved = with { state -> String? in
            guard let index = state.arrivals.lastIndex(where: { $0.outreach == number && $0.folder == .inbox }) else {
                return nil
            }
            let last = state.arrivals[index]
            let user = state.script.accounts[last.account].address
            // The user and all folders exist in every script.
            let inbox = try! state.world.mailbox(.inbox, of: user)
            guard let message = inbox.messages.last(where: { $0.bytes.containsID(last.id) }) else { return nil }
            _ = try! state.world.move([message.uid], from: .inbox, to: folder, of: user)
            state.arrivals[index].isFiled = true
            return last.id
        }
        if let moved { note("a person files <\(moved)> in \(folder)") }
    }

    private func redeliver(_ number: Int) {
        guard
            let last = with({ state in state.arrivals.last { $0.outreach == number } }),
            let bytes = with({ state in
                try? state.world.mailbox(.inbox, of: state.script.accounts[last.account].address).messages
                    .last { $0.bytes.containsID(last.id) }?.bytes
            })
        else { return }
        note("once more:")
        arrive(bytes, last.id, number, last.tone, in: last.account, isRepeated: true)
    }

    private func answerByHand(_ number: Int) {
        let hasReply = with { state in state.arrivals.contains { $0.outreach == number && $0.tone.isHuman } }
        guard hasReply else { return }
        note("a person of ours answers outreach \(number)")
        with { state in
            let one = state.script.outreach[number]
            let owner = state.script.accounts[one.account]
            let parent = state.arrivals.last { $0.outreach == number && $0.account == one.account }?.id ?? one.id
            let mail = MailText(
                from: owner, to: [one.creator], subject: "Re: Collaboration \(number)",
                messageID: "by-hand-\(state.moment)@ours.example", date: state.now, inReplyTo: parent,
                references: [one.id, parent], body: .plain("Hello, a person here. Let me answer that myself."))
            // The user and Sent exist in every script.
            try! state.world.append(mail.bytes, to: .sent, of: owner.address, flags: [.seen], at: state.now)
            state.answers.append(HandWritten(outreach: number, moment: state.moment))
        }
    }
}

extension Outside.State {
    fileprivate mutating func takeDue() -> Happening? {
        guard let first = rest.first, first.at <= now else { return nil }
        rest.removeFirst()
        return first.what
    }

    /// The mail that somebody writes, in answer to the newest of ours in the conversation.
    fileprivate mutating func letter(_ number: Int, _ tone: Tone, _ variant: Int) -> (bytes: [UInt8], id: String) {
        let one = script.outreach[number]
        let owner = script.accounts[one.account]
        let original = departures.last { $0.outreach == number }?.bytes ?? one.bytes
        let id = "\(tone)-\(number)-\(moment)@creators.example"
        let style = ReplyStyle.allCases[variant % ReplyStyle.allCases.count]
        switch tone {
        case .interested, .refusal, .number, .question, .optOut:
            let reply = WrittenReply(
                to: original, of: now - .seconds(600), by: one.creator, saying: tone.text(variant), style: style)
            return (reply.mail(messageID: id, date: now).bytes, id)
        case .forged:
            let stolen = arrivals.last { $0.outreach == number }?.id ?? one.id
            let stranger = Person("Somebody", "somebody@elsewhere.example")
            let reply = WrittenReply(
                to: original, of: now - .seconds(600), by: stranger, saying: tone.text(variant), style: style)
            return (reply.mail(messageID: stolen, date: now).bytes, stolen)
        case .outOfOffice:
            let mail = MailText.outOfOffice(
                to: original, from: one.creator, text: tone.text(0), messageID: id, date: now)
            return (mail.bytes, id)
        case .bounce:
            let mail = MailText.bounce(
                of: original, to: owner.address, for: one.creator.address, status: variant < 3 ? "5.1.1" : "4.4.7",
                diagnostic: tone.text(0), messageID: id, date: now)
            return (mail.bytes, id)
        case .newsletter:
            let sender = Person("News", "news@letters.example")
            let mail = MailText.newsletter(
                from: sender, to: owner, subject: "News \(number)", text: tone.text(0), messageID: id, date: now)
            return (mail.bytes, id)
        }
    }
}

extension [UInt8] {
    /// Whether the header names this Message-ID as its own.
    func containsID(_ id: String) -> Bool {
        String(decoding: self, as: UTF8.self).contains("Message-ID: <\(id)>")
    }
}
