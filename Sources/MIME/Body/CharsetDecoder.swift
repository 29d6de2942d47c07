import CGMime
import Glibc

/// Turns the bytes of a text into a string, whatever character set it claims.
enum CharsetDecoder {
    /// Text without a usable charset is UTF-8 when it is valid, ISO-2022-JP when its escapes are there, otherwise
    /// Windows-1252, which is also what Latin 1 means in practice (WHATWG Encoding). NUL characters are dropped.
    static func decode(_ bytes: [UInt8], charset: String?) -> (text: String, defects: Set<MailDefect>) {
        let name = (charset ?? "").lowercased().filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
        switch name {
        case "", "us-ascii", "ascii", "unknown-8bit", "8bit", "default", "x-unknown", "utf-8", "utf8":
            return (guess(bytes, isUTF8: name.hasPrefix("utf")), [])
        default:
            break
        }
        let canonical = ["iso-8859-1", "latin1", "latin-1", "iso8859-1"].contains(name) ? "windows-1252" : name
        guard let converted = convert(bytes, from: canonical) else { return (guess(bytes), [.unknownCharset]) }
        return (string(converted.bytes), converted.isClean ? [] : [.malformedText])
    }

    private static func guess(_ bytes: [UInt8], isUTF8: Bool = false) -> String {
        if bytes.contains(0x1B), !bytes.contains(where: { $0 >= 0x80 }), let text = convert(bytes, from: "iso-2022-jp")
        {
            return string(text.bytes)
        }
        if isUTF8 { return string(bytes) }
        if let text = String(validating: bytes, as: UTF8.self) {
            return bytes.contains(0) || bytes.first == 0xEF ? string(bytes) : text
        }
        return string(convert(bytes, from: "windows-1252")?.bytes ?? bytes)
    }

    /// PostgreSQL's text holds no NUL, and a byte order mark says nothing in UTF-8.
    private static func string(_ bytes: [UInt8]) -> String {
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        return String(decoding: body.contains(0) ? body.filter { $0 != 0 }[...] : body, as: UTF8.self)
    }

    /// Through iconv, with a replacement character for each invalid byte; nil for an unknown charset.
    private static func convert(_ bytes: [UInt8], from charset: String) -> (bytes: [UInt8], isClean: Bool)? {
        GMimeLibrary.start()
        guard charset.utf8.count < 64, let name = copied(g_mime_charset_iconv_name(charset)) else { return nil }
        let descriptor = iconv_open("UTF-8", name)
        guard Int(bitPattern: descriptor) != -1 else { return nil }
        defer { iconv_close(descriptor) }
        var input = bytes.map { CChar(bitPattern: $0) }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        let isClean = input.withUnsafeMutableBufferPointer { convert($0, with: descriptor, into: &output) }
        return (output, isClean)
    }

    private static func convert(
        _ input: UnsafeMutableBufferPointer<CChar>, with descriptor: iconv_t?, into output: inout [UInt8]
    ) -> Bool {
        var isClean = true
        var source = input.baseAddress
        var left = input.count
        var chunk = [CChar](repeating: 0, count: 4_096)
        while left > 0 {
            let capacity = chunk.count
            var (room, result) = (capacity, 0)
            chunk.withUnsafeMutableBufferPointer { buffer in
                var target = buffer.baseAddress
                result = iconv(descriptor, &source, &left, &target, &room)
            }
            let reason = errno
            output += chunk.prefix(capacity - room).map { UInt8(bitPattern: $0) }
            guard result == -1, reason != E2BIG, left > 0 else { continue }
            output += [0xEF, 0xBF, 0xBD]
            source = source.map { $0 + 1 }
            left -= 1
            isClean = false
        }
        return isClean
    }
}
