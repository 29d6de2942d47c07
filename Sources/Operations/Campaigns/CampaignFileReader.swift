import Outreach
import Settings
import Storage
import Timing
import Yams

/// Reads the members of a campaign, and collects faults.
struct CampaignFileReader {
    private(set) var faults: [String] = []
    let root: Node.Mapping
    let defaults: CampaignDefaults

    init(_ root: Node.Mapping, defaults: CampaignDefaults) {
        self.root = root
        self.defaults = defaults
    }

    mutating func draft() -> CampaignDraft? {
        refuseUnknown(
            in: root,
            [
                "name", "accounts", "zone", "hours", "holidays", "daily_limit", "new_leads_per_day", "ramp_up",
                "batch_size",
                "gap", "long_pause", "min_wait", "max_lateness", "reply", "stop", "guardrails", "busy", "release",
                "calendar_link", "answer", "footer", "paragraph_gap", "steps",
            ])
        let name = text("name", in: root)
        if name == nil { fault("name is missing: the campaign has no name") }
        let rules = rules()
        let senders = senders()
        let steps = steps()
        guard faults.isEmpty, let name else { return nil }
        return CampaignDraft(name: name, rules: rules, senders: senders, steps: steps)
    }

    mutating func fault(_ text: String, at node: Node? = nil) {
        faults.append(node?.mark.map { "Line \($0.line): \(text)." } ?? "\(text).")
    }

    mutating func refuseUnknown(in mapping: Node.Mapping, _ known: [String]) {
        for (key, _) in mapping {
            let name = key.string ?? "?"
            if !known.contains(name) {
                fault("there is no \"\(name)\"; there are \(known.joined(separator: ", "))", at: key)
            }
        }
    }

    mutating func text(_ key: String, in mapping: Node.Mapping) -> String? {
        guard let node = mapping[key] else { return nil }
        guard let text = node.string, !text.isEmpty else {
            fault("\(key) is to be a text", at: node)
            return nil
        }
        return text
    }

    mutating func count(_ key: String, in mapping: Node.Mapping) -> Int? {
        guard let node = mapping[key], !(node.string ?? "x").isEmpty else { return nil }
        guard let number = node.int, number >= 0 else {
            fault("\(key) is to be a number that is not negative", at: node)
            return nil
        }
        return number
    }

    mutating func span(_ key: String) -> Duration? {
        guard let node = root[key] else { return nil }
        guard let span = node.string.flatMap({ SettingValue.duration($0) }) else {
            fault("\(key) is to be a span of time such as 4m or 7d", at: node)
            return nil
        }
        return span
    }

    /// `60s-120s`, or a single span.
    mutating func range(_ node: Node?, _ key: String) -> ClosedRange<Duration>? {
        guard let node else { return nil }
        let ends = (node.string ?? "").split(separator: "-").map { piece in
            SettingValue.duration(piece.filter { $0 != " " })
        }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last else {
            fault("\(key) is to be two spans of time such as 60s-120s", at: node)
            return nil
        }
        return first...last
    }
}
