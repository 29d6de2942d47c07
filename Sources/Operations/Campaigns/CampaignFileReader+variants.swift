import Outreach
import Storage
import Yams

extension CampaignFileReader {
    /// Leads of each variant at which a trial ends if the file does not say.
    private static let usualTrial = 400

    /// The ways in which a step is said. What one of them does not say, it has from the step.
    mutating func readVariants(of step: inout CampaignDraft.Step, in mapping: Node.Mapping, _ frame: Frame) {
        guard let node = mapping["variants"] else {
            if let trial = mapping["trial"] { fault("a trial compares variants, and there are none", at: trial) }
            return
        }
        guard let nodes = node.sequence, nodes.count > 1 else {
            return fault("variants are at least two, each with an id and what it says in its own way", at: node)
        }
        for node in nodes {
            guard let own = node.mapping, let name = text("id", in: own) else {
                fault("a variant is to have an id", at: node)
                continue
            }
            refuseUnknown(in: own, ["id", "weight", "subject", "text", "html"])
            if step.variants.contains(where: { $0.name == name }) { fault("variant \(name) is there twice", at: node) }
            step.variants.append(
                CampaignDraft.Variant(
                    name: name, weight: count("weight", in: own) ?? 1,
                    subject: text("subject", in: own) ?? step.subject,
                    text: text("text", in: own).map(frame.around(text:)) ?? step.text,
                    html: text("html", in: own).map(frame.around(html:)) ?? step.html))
        }
        readTrial(of: &step, in: mapping)
        guard let first = step.variants.first else { return }
        (step.subject, step.text, step.html) = (first.subject, first.text, first.html)
    }

    private mutating func readTrial(of step: inout CampaignDraft.Step, in mapping: Node.Mapping) {
        if mapping["trial"]?.string == "none" { return }
        step.trial = count("trial", in: mapping) ?? Self.usualTrial
        if let trial = step.trial, trial < VariantTrial.leastLeads {
            fault("trial is to be at least \(VariantTrial.leastLeads) leads: fewer say nothing", at: mapping["trial"])
        }
        if !step.variants.contains(where: { $0.weight > 0 }) {
            fault("a variant of step \(step.name) is to have a weight above 0", at: mapping["variants"])
        }
    }
}
