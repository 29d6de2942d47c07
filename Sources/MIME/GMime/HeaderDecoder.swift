import CGMime

/// Decodes the values of single header fields: addresses and dates through GMime.
enum HeaderDecoder {
    /// The longest value that is decoded; what follows is left out. RFC 5322 lines have 998 octets, and a thousand
    /// recipients fit.
    static let maxBytes = 64 << 10
    static let maxMailboxes = 1_000

    /// Encoded words and undeclared 8-bit text as a string (RFC 2047).
    static func text(_ bytes: [UInt8]) -> String {
        let value = bytes.prefix(maxBytes)
        guard value.contains(where: { $0 >= 0x80 }) || value.containsEncodedWord else {
            return String(decoding: value, as: UTF8.self)
        }
        return EncodedWords.decode(value)
    }

    /// The mailboxes of an address list, groups opened (RFC 5322 section 3.4); whatever holds an `@` when GMime
    /// finds none.
    static func mailboxes(_ bytes: [UInt8]) -> [Mailbox] {
        let value = bytes.prefix(maxBytes)
        var found: [Mailbox] = []
        GMimeLibrary.withOptions { options in
            guard let list = internet_address_list_parse(options, value.cString) else { return }
            defer { g_object_unref(list) }
            collect(list, depth: 0, into: &found)
        }
        return found.isEmpty ? strayMailbox(value).map { [$0] } ?? [] : found
    }

    private static func collect(
        _ list: UnsafeMutablePointer<InternetAddressList>, depth: Int, into found: inout [Mailbox]
    ) {
        for index in 0..<internet_address_list_length(list) where found.count < maxMailboxes {
            guard let address = internet_address_list_get_address(list, index) else { continue }
            if let mailbox = copied(cgmime_mailbox_address(address)) {
                let name = copied(internet_address_get_name(address)).flatMap { $0.isEmpty ? nil : $0 }
                if !mailbox.isEmpty { found.append(Mailbox(name: name, address: mailbox)) }
            } else if let members = cgmime_group_members(address), depth < 4 {
                collect(members, depth: depth + 1, into: &found)
            }
        }
    }

    private static func strayMailbox(_ value: ArraySlice<UInt8>) -> Mailbox? {
        let words = value.split { $0.isWhitespace || $0 == 0x3C || $0 == 0x3E || $0 == 0x2C || $0 == 0x3B }
        return words.last { $0.contains(UInt8(ascii: "@")) }
            .map { Mailbox(name: nil, address: String(decoding: $0, as: UTF8.self)) }
    }

    /// Seconds since the epoch of a `date-time` (RFC 5322 section 3.3) and of what is commonly sent instead.
    static func date(_ bytes: [UInt8]) -> Int64? {
        GMimeLibrary.start()
        guard let date = g_mime_utils_header_decode_date(bytes.prefix(200).cString) else { return nil }
        defer { g_date_time_unref(date) }
        return Int64(g_date_time_to_unix(date))
    }
}

extension ArraySlice<UInt8> {
    /// With the NUL at its end that C wants, and none before it.
    var cString: [CChar] { filter { $0 != 0 }.map(CChar.init(bitPattern:)) + [0] }

    var containsEncodedWord: Bool {
        var previous: UInt8 = 0
        for byte in self {
            if previous == UInt8(ascii: "="), byte == UInt8(ascii: "?") { return true }
            previous = byte
        }
        return false
    }
}
