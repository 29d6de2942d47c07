import CGMime

/// Parses mail: GMime 3 for its structure, within limits that are enforced before and around it.
public struct MailParser: Sendable {
    public let limits: MailLimits

    public init(limits: MailLimits = .default) { self.limits = limits }

    /// The mail in `bytes`, RFC 5322 with any line ends. Broken mail is read as far as it goes.
    ///
    /// - Throws: when there is nothing to read, or more than `limits.maxBytes`.
    public func parse(_ bytes: [UInt8]) throws(MailError) -> ParsedMail {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= limits.maxBytes else { throw .tooLarge(bytes: bytes.count, limit: limits.maxBytes) }
        let block = HeaderBlock(bytes[...], limit: limits.maxHeaderBytes)
        let cut = BoundaryCount(bytes, limits: limits).cut
        var tree = MailTree(limits: limits)
        let part = Self.withoutAddresses(bytes[..<(cut ?? bytes.count)], block)
        guard let root = root(of: part, in: &tree) else { throw .unreadable }
        let body = BodySelection(root, limit: limits.maxTextBytes)
        var defects = block.defects.union(tree.defects).union(body.defects)
        if cut != nil { defects.insert(.partsCut) }
        return ParsedMail(
            headers: MailHeaders(HeaderFields(block.fields)), root: root, text: body.text, html: body.html,
            attachments: body.attachments, defects: defects)
    }

    /// The headers of a block that was fetched without its body (`BODY.PEEK[HEADER]`), GMime's tree left aside.
    ///
    /// - Throws: when the block holds no field, or more than `limits.maxBytes`.
    public func parseHeaders(_ block: [UInt8]) throws(MailError) -> MailHeaders {
        guard !block.isEmpty else { throw .empty }
        guard block.count <= limits.maxBytes else { throw .tooLarge(bytes: block.count, limit: limits.maxBytes) }
        let fields = HeaderBlock(block[...], limit: limits.maxHeaderBytes).fields
        guard !fields.isEmpty else { throw .unreadable }
        return MailHeaders(HeaderFields(fields))
    }

    /// The MIME fields and the body: GMime creates an object for every field and parses those with addresses, which takes longer than
    /// everything else and is done here already. A malformed block is passed to GMime whole.
    private static func withoutAddresses(_ bytes: ArraySlice<UInt8>, _ block: HeaderBlock) -> ArraySlice<UInt8> {
        guard let body = block.bodyStart, body <= bytes.endIndex, block.defects.isEmpty else { return bytes }
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        for line in block.linesOfMIME { kept += bytes[line] }
        kept += [0x0D, 0x0A]
        kept += bytes[body...]
        return kept[...]
    }

    private func root(of bytes: ArraySlice<UInt8>, in tree: inout MailTree) -> MailPart? {
        GMimeLibrary.withOptions { options in
            let stream = bytes.withUnsafeBytes { buffer in
                g_mime_stream_mem_new_with_buffer(buffer.assumingMemoryBound(to: CChar.self).baseAddress, buffer.count)
            }
            defer { g_object_unref(stream) }
            let parser = g_mime_parser_new_with_stream(stream)
            defer { g_object_unref(parser) }
            guard let message = g_mime_parser_construct_message(parser, options) else { return nil }
            defer { g_object_unref(message) }
            return g_mime_message_get_mime_part(message).flatMap { tree.part($0, depth: 0) }
        }
    }
}
