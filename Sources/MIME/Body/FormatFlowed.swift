/// `text/plain; format=flowed` (RFC 3676).
enum FormatFlowed {
    /// Joins the soft-broken lines of `text` (LF line ends) and takes out space-stuffing. Quoted lines keep their
    /// marks, `>` after `>`, and one space.
    static func unwrap(_ text: String, deletesSpace: Bool) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count)
        var openDepth: Int?
        for line in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let depth = line.prefix { $0 == UInt8(ascii: ">") }.count
            var content = line.dropFirst(depth)
            if content.first == 0x20 { content = content.dropFirst() }
            let isSignatureMark = content.elementsEqual("-- ".utf8)
            if openDepth != depth || isSignatureMark {
                if openDepth != nil { output.append(0x0A) }
                output += [UInt8](repeating: UInt8(ascii: ">"), count: depth)
                if depth > 0, !content.isEmpty { output.append(0x20) }
            }
            let isSoft = content.last == 0x20 && !isSignatureMark
            output += isSoft && deletesSpace ? content.dropLast() : content
            openDepth = isSoft ? depth : nil
            if !isSoft { output.append(0x0A) }
        }
        if output.last == 0x0A { output.removeLast() }
        return String(decoding: output, as: UTF8.self)
    }
}
