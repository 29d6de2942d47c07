import Text

/// The character references of HTML that mail editors write; others are left unchanged.
enum HTMLReferences {
    private static let longestName = 8

    static func resolved(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(ASCII.ampersand) else { return String(decoding: bytes, as: UTF8.self) }
        var text: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == ASCII.ampersand, let (scalar, length) = reference(at: bytes[index...]) {
                text += String(scalar).utf8
                index += length
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The scalar of the reference that `bytes` begin with, and its length with ampersand and semicolon.
    private static func reference(at bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, length: Int)? {
        let body = bytes.dropFirst().prefix(longestName + 1).prefix { $0 != UInt8(ascii: ";") }
        guard body.endIndex < bytes.endIndex, bytes[body.endIndex] == UInt8(ascii: ";") else { return nil }
        let name = String(decoding: body, as: UTF8.self)
        let value: UInt32? =
            if name.hasPrefix("#x") || name.hasPrefix("#X") {
                UInt32(name.dropFirst(2), radix: 16)
            } else if name.hasPrefix("#") {
                UInt32(name.dropFirst())
            } else {
                names[name]
            }
        guard let scalar = value.flatMap({ Unicode.Scalar($0) }), scalar.value != 0 else { return nil }
        return (scalar, body.count + 2)
    }

    /// U+00A0 to U+00FF in their order (HTML 4.01 section 24.2).
    private static let latin1 = """
        nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro \
        para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil \
        Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave \
        Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml \
        igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute \
        thorn yuml
        """

    private static let names: [String: UInt32] = {
        var names: [String: UInt32] = [
            "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27, "ndash": 0x2013, "mdash": 0x2014,
            "lsquo": 0x2018, "rsquo": 0x2019, "sbquo": 0x201A, "ldquo": 0x201C, "rdquo": 0x201D, "bdquo": 0x201E,
            "bull": 0x2022, "hellip": 0x2026, "lsaquo": 0x2039, "rsaquo": 0x203A, "euro": 0x20AC, "trade": 0x2122,
            "rarr": 0x2192, "larr": 0x2190, "zwnj": 0x200C, "zwj": 0x200D, "ensp": 0x2002, "emsp": 0x2003,
            "thinsp": 0x2009, "check": 0x2713,
        ]
        for (offset, name) in latin1.split(separator: " ").enumerated() { names[String(name)] = 0xA0 + UInt32(offset) }
        return names
    }()
}
