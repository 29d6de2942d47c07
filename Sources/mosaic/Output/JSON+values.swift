import Correspondence
import Text
import Timing

extension Timestamp: JSONConvertible {
    /// RFC 3339 in UTC.
    var json: JSON { .string(rfc3339) }
}

extension EmailAddress: JSONConvertible {
    var json: JSON { .string(text) }
}

extension MessageID: JSONConvertible {
    /// Without angle brackets, as the database has it.
    var json: JSON { .string(text) }
}

extension Identifier: JSONConvertible {
    var json: JSON { .int(rawValue) }
}

extension RawRepresentable where RawValue == String {
    /// Enumerations show as the database names them.
    var json: JSON { .string(rawValue) }
}

extension ConversationState: JSONConvertible {}
extension MailState: JSONConvertible {}
extension AccountState: JSONConvertible {}
extension Linkage: JSONConvertible {}
extension Intent: JSONConvertible {}

extension ContactDetail: JSONConvertible {
    var json: JSON { ["kind": kind.rawValue, "value": value, "zone": zone.rawValue] }
}
