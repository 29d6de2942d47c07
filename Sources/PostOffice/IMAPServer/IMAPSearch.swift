import Timing

/// A search ready to be asked of each message.
struct IMAPSearch: Sendable {
    private let key: IMAPSearchKey
    private let view: MailboxView

    init(_ key: IMAPSearchKey, in view: MailboxView) {
        self.key = key
        self.view = view
    }

    func matches(_ message: StoredMessage) -> Bool { matches(key, message) }

    private func matches(_ key: IMAPSearchKey, _ message: StoredMessage) -> Bool {
        switch key {
        case .all: true
        case .flag(let flag, let isSet): message.flags.contains(flag) == isSet
        case .numbers(let set):
            view.sequenceNumber(of: message.uid).map { set.contains(UInt32($0), largest: UInt32(view.uids.count)) }
                ?? false
        case .uids(let set): set.contains(message.uid, largest: view.uids.last ?? 0)
        case .header(let name, let needle): headerContains(name, needle, message)
        case .body(let needle): Ascii.contains(needle, in: IMAPSection.text.content(of: message.bytes))
        case .text(let needle): Ascii.contains(needle, in: message.bytes[...])
        case .received(let days): days.contains(message.internalDate.date.daysSince1970 ?? 0)
        case .size(let range): range.contains(message.bytes.count)
        case .gmailThreadID(let id): message.gmailThreadID == id
        case .gmailMessageID(let id): message.gmailMessageID == id
        case .not(let inner): !matches(inner, message)
        case .either(let one, let other): matches(one, message) || matches(other, message)
        case .every(let keys): keys.allSatisfy { matches($0, message) }
        }
    }

    private func headerContains(_ name: String, _ needle: [UInt8], _ message: StoredMessage) -> Bool {
        let headers = MailHeaders(message.bytes)
        return headers.fields.contains { field in
            Ascii.equal(field.name, name) && Ascii.contains(needle, in: Array(headers.text(of: field).utf8)[...])
        }
    }
}

extension IMAPNumberSet {
    fileprivate func contains(_ number: UInt32, largest: UInt32) -> Bool {
        let ranges = ranges(largest: largest)
        let index = ranges.lowerBound { $0.upperBound < number }
        return index < ranges.count && ranges[index].contains(number)
    }
}
