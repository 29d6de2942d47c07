import Correspondence
import Reading
package import Text
package import Understanding

extension UnderstoodReply: JSONConvertible {
    package var json: JSON {
        let headers = mail?.headers
        return [
            "from": headers?.from?.address, "reply_to": headers?.replyTo?.address,
            "to": headers?.to.map(\.address) ?? [],
            "subject": subject, "date": headers?.date, "message_id": headers?.messageID,
            "in_reply_to": headers?.inReplyTo ?? [], "references": headers?.references ?? [], "own_text": body.own,
            "quoted_text": body.text(of: .quoted), "signature": body.text(of: .signature), "machine": machine?.json,
            "contacts": contacts.map(\.jsonWithPlace), "language": mail?.languageHint,
            "has_attachments": mail?.hasAttachments ?? false, "defects": mail?.defects ?? [],
        ]
    }
}

extension MachineMail: JSONConvertible {
    package var json: JSON {
        let json: JSON = ["kind": name, "evidence": evidence, "intent": intent]
        switch kind {
        case .autoReply(let until): return json.adding(["until": until])
        case .bounce(let bounce):
            return json.adding([
                "recipient": bounce.recipient, "status": bounce.status, "original_message_id": bounce.originalMessageID,
            ])
        case .list, .challenge, .abuseReport, .receipt: return json
        }
    }
}

extension ContactDetail {
    /// With its place, in UTF-8 offsets into the body.
    fileprivate var jsonWithPlace: JSON {
        json.adding(["start": range.lowerBound, "end": range.upperBound])
    }
}

extension JudgedReply: JSONConvertible {
    package var json: JSON {
        [
            "intent": verdict.intent, "confidence": verdict.confidence, "source": verdict.source.description,
            "evidence": verdict.evidence, "explanation": verdict.explanation, "contacts": contacts,
            "decision": decision.name,
        ]
    }
}
