import PhoneNumbers

/// Phone numbers inside links: `wa.me/919876543210`, `api.whatsapp.com/send?phone=…`, `whatsapp://send?phone=…`.
enum NumberLinks {
    /// The number a WhatsApp link opens a chat with; nil for invitations to groups and every other link.
    ///
    /// - Parameter link: folded.
    static func whatsAppNumber(_ link: ArraySlice<UInt8>) -> PhoneNumber? {
        let text = String(decoding: link, as: UTF8.self)
        let digits: String
        if let path = after("wa.me/", in: text) {
            digits = path
        } else if text.contains("whatsapp") {
            guard let parameter = after("phone=", in: text) else { return nil }
            digits = parameter
        } else {
            return nil
        }
        // "%2B", "+", spaces and dashes before and between the digits.
        let cleaned = digits.replacingEscapes().utf8
            .prefix { $0.isASCIIDigit || "+-().% ".utf8.contains($0) }
            .filter(\.isASCIIDigit)
        guard (7...15).contains(cleaned.count) else { return nil }
        let number = PhoneNumber.parse("+" + String(decoding: cleaned, as: UTF8.self))
        return number?.isValid == true ? number : nil
    }

    private static func after(_ mark: String, in text: String) -> String? {
        let bytes = Array(text.utf8)
        let needle = Array(mark.utf8)
        guard let start = bytes.firstIndex(of: needle, from: 0, until: bytes.count) else { return nil }
        return String(decoding: bytes[(start + needle.count)...], as: UTF8.self)
    }
}

extension String {
    /// `%2b` and `%20`, which stand in front of and between the digits of shared links.
    fileprivate func replacingEscapes() -> String {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.first {
            if byte == UInt8(ascii: "%"), rest.count >= 3, rest.dropFirst().prefix(2).allSatisfy(\.isWordByte) {
                rest = rest.dropFirst(3)
                bytes.append(0x20)
            } else {
                bytes.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
