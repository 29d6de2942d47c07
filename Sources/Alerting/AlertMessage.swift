import Crypto
package import Storage
import Text
package import Timing

/// A message in the receiver's form: the body and, for webhooks, the headers that authenticate it.
package struct AlertMessage: Sendable, Hashable {
    package let body: [UInt8]
    package let headers: [(name: String, value: String)]

    package static func == (left: AlertMessage, right: AlertMessage) -> Bool {
        left.body == right.body && left.headers.elementsEqual(right.headers, by: ==)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(body) }

    /// - Parameter now: the sending time, for the signature.
    package init(_ batch: AlertBatch, now: Timestamp) {
        body = Array(Self.json(batch).description.utf8)
        var headers = [("Content-Type", "application/json"), ("User-Agent", "Mosaic")]
        if batch.target.kind == .webhook {
            headers += Self.proof(of: body, batch, at: now.secondsSince1970)
        }
        self.headers = headers
    }

    /// Standard Webhooks: `webhook-signature` is an HMAC of `id.timestamp.body`.
    static func signature(of body: [UInt8], id: String, at second: Int64, secret: [UInt8]) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(id).\(second).".utf8) + body, using: SymmetricKey(data: secret))
        return "v1,\(Base64.encoded(Array(code)))"
    }

    private static func proof(of body: [UInt8], _ batch: AlertBatch, at second: Int64) -> [(String, String)] {
        // A test has no row; receivers ignore a message whose id they have seen.
        let id = batch.id == 0 ? "alert_test_\(second)" : "alert_\(batch.id)"
        let headers = [("webhook-id", id), ("webhook-timestamp", "\(second)")]
        guard let secret = batch.target.secret else { return headers }
        return headers + [("webhook-signature", signature(of: body, id: id, at: second, secret: secret))]
    }

    private static func json(_ batch: AlertBatch) -> JSON {
        switch batch.target.kind {
        case .webhook:
            [
                "type": batch.event.name, "timestamp": batch.at.rfc3339,
                "data": ["count": batch.count, "titles": batch.titles] as JSON,
            ]
        case .slack: ["text": text(batch, upTo: 3_000).escapedForSlack]
        case .discord:
            [
                "content": text(batch, upTo: 1_900).withoutMarkup,
                "allowed_mentions": ["parse": [JSON]().json] as JSON,
            ]
        case .teams: card(text(batch, upTo: 8_000).withoutMarkup)
        }
    }

    /// The input of a Teams workflow: an adaptive card.
    private static func card(_ text: String) -> JSON {
        let block: JSON = ["type": "TextBlock", "text": text.replacing("\n", with: "\n\n"), "wrap": true]
        let content: JSON = [
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
            "body": [block].json,
        ]
        let attachment: JSON = ["contentType": "application/vnd.microsoft.card.adaptive", "content": content]
        return ["type": "message", "attachments": [attachment].json]
    }

    static func text(_ batch: AlertBatch, upTo limit: Int) -> String {
        var lines = ["Mosaic: \(batch.event.sentence(batch.count))"]
        lines += batch.titles.map { title in "- \(String(title.map { $0.isNewline ? " " : $0 }).prefix(300))" }
        if batch.count > batch.titles.count { lines.append("- and \(batch.count - batch.titles.count) more") }
        return String(lines.joined(separator: "\n").prefix(limit))
    }
}

extension AlertEvent {
    /// The events, in words for people.
    package func sentence(_ count: Int) -> String {
        let isOne = count == 1
        return switch self {
        case .handoffOpened: isOne ? "somebody waits for you." : "\(count) people wait for you."
        case .handoffAged: isOne ? "somebody waits for you for over a day." : "\(count) people wait for over a day."
        case .accountFailing: isOne ? "an account fails." : "\(count) accounts fail."
        case .campaignPaused:
            isOne ? "a campaign paused by itself." : "\(count) campaigns paused by themselves."
        case .jobFailed: isOne ? "a job failed." : "\(count) jobs failed."
        case .sendingStopped: "all sending is stopped."
        case .sendInDoubt:
            isOne
                ? "nobody knows whether a mail has left: look." : "nobody knows whether \(count) mails have left: look."
        case .test: "a test."
        }
    }
}

extension String {
    /// Prevents text from notifying a channel (`<!channel>`) or disguising a link.
    fileprivate var escapedForSlack: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    /// Without the characters that make links, images and mentions.
    fileprivate var withoutMarkup: String {
        String(map { "[]<>`*~|#!\\".contains($0) ? "'" : $0 })
    }
}
