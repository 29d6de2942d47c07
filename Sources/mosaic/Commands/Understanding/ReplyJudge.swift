import Classification
import Correspondence
import Reading
import Text

/// Judges an understood reply as the first one to an outreach, and decides on it as the engine would.
struct ReplyJudge: Sendable {
    private let classifier: any IntentClassifier

    init(_ classifier: any IntentClassifier) {
        self.classifier = classifier
    }

    func judge(_ reply: UnderstoodReply) async -> JudgedReply {
        var facts = ReplyFacts(machine: reply.machine, contacts: reply.contacts)
        facts.ownText = reply.ownText.isEmpty ? .empty : .present
        if let answer = reply.mail?.headers.replyTo?.address, let from = reply.mail?.headers.from?.address {
            facts.isFromContact = answer == from
        }
        if let machine = reply.machine {
            let verdict = IntentVerdict(
                intent: machine.intent, confidence: 1, maySend: false, source: .guardian(version: MachineGuard.version),
                evidence: machine.evidence)
            return JudgedReply(verdict: verdict, contacts: reply.contacts, decision: DecisionRouter.decide(facts))
        }
        let verdict = await classifier.classify(
            ClassificationRequest(ownText: reply.ownText, subject: reply.subject, contacts: reply.contacts))
        facts.verdict = verdict
        return JudgedReply(verdict: verdict, contacts: reply.contacts, decision: DecisionRouter.decide(facts))
    }
}

/// What was made of a reply.
struct JudgedReply: Sendable {
    let verdict: IntentVerdict
    let contacts: [ContactDetail]
    let decision: Decision
}

extension JudgedReply: JSONConvertible {
    var json: JSON {
        [
            "intent": verdict.intent, "confidence": verdict.confidence, "source": verdict.source.description,
            "evidence": verdict.evidence, "contacts": contacts, "decision": decision.name,
        ]
    }
}
