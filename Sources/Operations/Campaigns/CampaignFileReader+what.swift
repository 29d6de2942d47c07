import Correspondence
import Outreach
import Settings
import Storage
import Templates
import Timing
import Yams

extension CampaignFileReader {
    mutating func senders() -> [CampaignDraft.Sender] {
        guard let nodes = root["accounts"]?.sequence, !nodes.isEmpty else {
            fault("accounts is missing: name at least one account to send from")
            return []
        }
        var senders: [CampaignDraft.Sender] = []
        for node in nodes {
            let mapping = node.mapping
            if let mapping { refuseUnknown(in: mapping, ["address", "weight", "daily_limit", "signature"]) }
            let written = node.string ?? mapping?["address"]?.string ?? ""
            guard let address = EmailAddress(written) else {
                fault("\"\(written)\" is no mail address", at: node)
                continue
            }
            if senders.contains(where: { $0.address == address }) { fault("\(address) is named twice", at: node) }
            senders.append(
                CampaignDraft.Sender(
                    address, weight: mapping.flatMap { count("weight", in: $0) } ?? 1,
                    dailyLimit: mapping.flatMap { count("daily_limit", in: $0) },
                    signature: mapping.flatMap { text("signature", in: $0) }))
        }
        return senders
    }

    mutating func steps() -> [CampaignDraft.Step] {
        guard let nodes = root["steps"]?.sequence, !nodes.isEmpty else {
            fault("steps is missing: the campaign says nothing")
            return []
        }
        let isReleased = root["release"]?.string == CampaignRelease.jobs.rawValue
        let frame = frame()
        var steps: [CampaignDraft.Step] = []
        for (index, node) in nodes.enumerated() {
            guard let mapping = node.mapping else {
                fault("a step is to have id, after, subject and text", at: node)
                continue
            }
            refuseUnknown(in: mapping, ["id", "after", "subject", "text", "html", "variants", "trial"])
            var step = CampaignDraft.Step(
                name: text("id", in: mapping) ?? "step-\(index + 1)",
                delay: delay(mapping["after"], isFirst: index == 0, isReleased: isReleased),
                subject: text("subject", in: mapping),
                text: text("text", in: mapping).map(frame.around(text:)),
                html: text("html", in: mapping).map(frame.around(html:)))
            readVariants(of: &step, in: mapping, frame)
            let words =
                step.variants.isEmpty
                ? [(step.subject, step.text, step.html)]
                : step.variants.map { ($0.subject, $0.text, $0.html) }
            for (subject, text, html) in words {
                if index == 0, subject == nil { fault("the first step has no subject", at: node) }
                if index > 0, subject != nil {
                    fault("only the first step has a subject: a follow-up continues its conversation", at: node)
                }
                if text == nil, html == nil { fault("step \(step.name) has neither text nor html", at: node) }
            }
            if steps.contains(where: { $0.name == step.name }) { fault("step \(step.name) is there twice", at: node) }
            steps.append(step)
        }
        return steps
    }

    /// What every mail of the campaign has.
    struct Frame {
        let footer: CampaignFooter?
        /// Blank lines between paragraphs; nil: as they are written.
        let gap: Int?

        func around(text: String) -> String {
            let spaced = gap.map { ParagraphGap.applied($0, toText: text) } ?? text
            return footer?.below(text: spaced) ?? spaced
        }

        func around(html: String) -> String {
            let spaced = gap.map { ParagraphGap.applied($0, toHTML: html) } ?? html
            return footer?.below(html: spaced) ?? spaced
        }
    }

    private mutating func frame() -> Frame {
        let gap = count("paragraph_gap", in: root)
        if let gap, !ParagraphGap.lines.contains(gap) {
            fault("paragraph_gap is to be 0 to 10 blank lines", at: root["paragraph_gap"])
        }
        return Frame(footer: text("footer", in: root).map(CampaignFooter.init), gap: gap)
    }

    /// `3 days` by the clock on the wall, or a span of time.
    private mutating func delay(_ node: Node?, isFirst: Bool, isReleased: Bool) -> StepDelay {
        guard let node else {
            if !isFirst, !isReleased { fault("a follow-up says after which time, such as after: 3 days") }
            return .after(.zero)
        }
        if isReleased { fault("a step that jobs release has no time of its own: leave after away", at: node) }
        if let delay = StepDelay(node.string ?? "") { return delay }
        fault("\"\(node.string ?? "?")\" is no delay such as 3 days or 2h", at: node)
        return .after(.zero)
    }
}
