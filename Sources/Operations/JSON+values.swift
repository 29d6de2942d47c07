package import Correspondence
package import Text
package import Timing

extension Timestamp: JSONConvertible {
    /// RFC 3339 in UTC.
    package var json: JSON { .string(rfc3339) }
}

extension EmailAddress: JSONConvertible {
    package var json: JSON { .string(text) }
}

extension MessageID: JSONConvertible {
    /// Without angle brackets, as the database has it.
    package var json: JSON { .string(text) }
}

extension Identifier: JSONConvertible {
    package var json: JSON { .int(rawValue) }
}

extension RawRepresentable where RawValue == String {
    /// Enumerations are shown as the database names them.
    package var json: JSON { .string(rawValue) }
}

extension ConversationState: JSONConvertible {}
extension MailState: JSONConvertible {}
extension AccountState: JSONConvertible {}
extension Linkage: JSONConvertible {}
extension Intent: JSONConvertible {}

extension ContactDetail: JSONConvertible {
    package var json: JSON {
        let json: JSON = [
            "kind": kind.rawValue, "value": value, "zone": zone.rawValue, "confidence": confidence, "why": why,
            "resolved": isResolved,
        ]
        return candidates.isEmpty ? json : json.adding(["candidates": candidates.map(\.json)])
    }
}

extension ContactDetail.Candidate: JSONConvertible {
    package var json: JSON { ["region": region, "value": value] }
}

extension JSON {
    /// This object with more members added at its end.
    package func adding(_ other: JSON) -> JSON {
        .object((members ?? []) + (other.members ?? []))
    }
}
