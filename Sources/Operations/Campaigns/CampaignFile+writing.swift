import Correspondence
import Outreach
package import Storage
import Timing
import Yams

extension CampaignFile {
    /// The file that says what a campaign says: read again, it makes the same draft. Footers stand in the texts, since that is
    /// where they were put.
    package static func yaml(of draft: CampaignDraft) throws -> String {
        try Yams.serialize(node: node(of: draft), allowUnicode: true)
    }

    /// The same, not yet written.
    static func node(of draft: CampaignDraft) -> Node {
        var members: [(String, Node)] = [("name", text(draft.name)), ("accounts", senders(draft.senders))]
        members += when(draft.rules) + what(draft.rules)
        let steps = draft.steps.enumerated().map { place, step in
            self.step(step, isFirst: place == 0, release: draft.rules.release)
        }
        members.append(("steps", list(steps)))
        return node(members)
    }

    private static func when(_ rules: CampaignRules) -> [(String, Node)] {
        var members: [(String, Node)] = [("zone", text(rules.zone))]
        if !rules.hours.text.isEmpty { members.append(("hours", text(rules.hours.text))) }
        if !rules.holidays.isEmpty {
            members.append(("holidays", list(rules.holidays.sorted().map { text($0.text) })))
        }
        if let limit = rules.dailyLimit { members.append(("daily_limit", plain("\(limit)"))) }
        if let limit = rules.newLeadsPerDay { members.append(("new_leads_per_day", plain("\(limit)"))) }
        if let ramp = rules.rampUp {
            members.append(("ramp_up", node([("start", plain("\(ramp.start)")), ("step", plain("\(ramp.step)"))])))
        }
        if let size = rules.batchSize { members.append(("batch_size", plain("\(size)"))) }
        members.append(("gap", plain(range(rules.pacing.gap))))
        members.append(
            (
                "long_pause",
                rules.pacing.mailsBeforePause.map {
                    node([("every", plain("\($0)")), ("for", plain(range(rules.pacing.pause)))])
                } ?? plain("none")
            ))
        members.append(("min_wait", plain(span(rules.minWait))))
        if let lateness = rules.maxLateness { members.append(("max_lateness", plain(span(lateness)))) }
        return members
    }

    private static func what(_ rules: CampaignRules) -> [(String, Node)] {
        var members: [(String, Node)] = [("release", plain(rules.release.rawValue))]
        if let answer = rules.answer, let link = link(in: answer) {
            members.append(("reply", plain("calendar_link")))
            members.append(("calendar_link", text(link)))
            members.append(("answer", text(answer.replacing(link, with: "{{ calendar_link }}"))))
        } else {
            members.append(("reply", plain(rules.replies.rawValue)))
        }
        members.append(("stop", plain(rules.stopScope.rawValue)))
        members.append(
            (
                "guardrails",
                rules.guardrails.map { rails in
                    node([
                        ("after", plain("\(rails.leastMails)")), ("bounces", share(rails.bounces)),
                        ("complaints", share(rails.complaints)), ("opt_outs", share(rails.optOuts)),
                    ])
                } ?? plain("none")
            ))
        return members
    }

    private static func senders(_ senders: [CampaignDraft.Sender]) -> Node {
        list(
            senders.map { sender in
                var members: [(String, Node)] = [("address", text(sender.address.text))]
                if sender.weight != 1 { members.append(("weight", plain("\(sender.weight)"))) }
                if let limit = sender.dailyLimit { members.append(("daily_limit", plain("\(limit)"))) }
                if let signature = sender.signature { members.append(("signature", text(signature))) }
                return members.count == 1 ? text(sender.address.text) : node(members)
            })
    }

    private static func step(_ step: CampaignDraft.Step, isFirst: Bool, release: CampaignRelease) -> Node {
        var members: [(String, Node)] = [("id", text(step.name))]
        if !isFirst, release == .time { members.append(("after", plain(step.delay.written))) }
        members += words(step.subject, step.text, step.html)
        if !step.variants.isEmpty {
            let variants = step.variants.map { variant in
                node(
                    [("id", text(variant.name)), ("weight", plain("\(variant.weight)"))]
                        + words(variant.subject, variant.text, variant.html))
            }
            members.append(("variants", list(variants)))
            members.append(("trial", plain(step.trial.map { "\($0)" } ?? "none")))
        }
        return node(members)
    }

    private static func words(_ subject: String?, _ text: String?, _ html: String?) -> [(String, Node)] {
        [("subject", subject), ("text", text), ("html", html)].compactMap { key, words in
            words.map { (key, self.text($0)) }
        }
    }

    private static func node(_ members: [(String, Node)]) -> Node {
        .mapping(.init(members.map { (plain($0.0), $0.1) }, Tag(.map)))
    }

    private static func list(_ nodes: [Node]) -> Node { .sequence(.init(nodes, Tag(.seq))) }

    /// What could be read as something else than a text is put between quotes; several lines stand as they are.
    private static func text(_ words: String) -> Node {
        let style: Node.Scalar.Style = words.contains("\n") ? .literal : .doubleQuoted
        return .scalar(.init(words, Tag(.str), style))
    }

    private static func plain(_ word: String) -> Node { .scalar(.init(word, Tag(.implicit), .plain)) }

    private static func span(_ span: Duration) -> String { "\(span.components.seconds)s" }

    private static func range(_ range: ClosedRange<Duration>) -> String {
        "\(span(range.lowerBound))-\(span(range.upperBound))"
    }

    /// Of a thousand, as a share of a hundred.
    private static func share(_ share: Int?) -> Node {
        plain(share.map { "\($0 / 10)\($0 % 10 == 0 ? "" : ".\($0 % 10)")%" } ?? "none")
    }

    /// The calendar's address within an answer.
    private static func link(in answer: String) -> String? {
        guard let start = answer.firstRange(of: "https://") else { return nil }
        let link = answer[start.lowerBound...].prefix { !$0.isWhitespace && !"<>\"{}%".contains($0) }
        return String(link)
    }
}
