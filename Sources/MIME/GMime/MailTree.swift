import CGMime

/// Copies GMime's tree into `MailPart`s within the limits.
struct MailTree {
    let limits: MailLimits
    private(set) var defects: Set<MailDefect> = []
    private var partCount = 0

    init(limits: MailLimits) { self.limits = limits }

    mutating func part(_ object: UnsafeMutablePointer<GMimeObject>, depth: Int) -> MailPart? {
        guard depth <= limits.maxDepth else { return cut(.depthCut) }
        guard partCount < limits.maxParts else { return cut(.partsCut) }
        partCount += 1
        return MailPart(
            contentType: contentType(object),
            disposition: copied(g_mime_object_get_disposition(object))?.lowercased(),
            filename: copied(cgmime_filename(object)),
            fields: fields(g_mime_object_get_header_list(object)),
            content: content(object, depth: depth))
    }

    private mutating func cut(_ defect: MailDefect) -> MailPart? {
        defects.insert(defect)
        return nil
    }

    private mutating func content(_ object: UnsafeMutablePointer<GMimeObject>, depth: Int) -> MailPart.Content {
        if cgmime_is_multipart(object) != 0 { return .parts(children(object, depth: depth)) }
        if cgmime_is_message_part(object) != 0 {
            let headers = MailHeaders(fields(cgmime_embedded_headers(object)))
            return .message(headers, cgmime_embedded_root(object).flatMap { part($0, depth: depth + 1) })
        }
        return .data(cgmime_is_part(object) != 0 ? decoded(object) : [])
    }

    private mutating func children(_ multipart: UnsafeMutablePointer<GMimeObject>, depth: Int) -> [MailPart] {
        var parts: [MailPart] = []
        for index in 0..<cgmime_child_count(multipart) {
            guard let child = cgmime_child(multipart, index) else { continue }
            guard let copy = part(child, depth: depth + 1) else { break }
            parts.append(copy)
        }
        return parts
    }

    private mutating func decoded(_ part: UnsafeMutablePointer<GMimeObject>) -> [UInt8] {
        let length = Int(clamping: max(0, cgmime_encoded_length(part)))
        let capacity = min(length, limits.maxTextBytes)
        if length > limits.maxTextBytes { defects.insert(.contentCut) }
        guard cgmime_is_base64(part) != 0 else { return bytes(capacity) { cgmime_decode(part, $0, gint64(capacity)) } }
        // GMime stops at the first padding, and what stands behind it may turn a yes into a no. Line ends make what was
        // transferred a little longer than a third more.
        let transferred = min(length, limits.maxTextBytes / 2 * 3)
        return Base64Text.decode(
            bytes(transferred) { cgmime_read(part, $0, gint64(transferred)) }, atMost: limits.maxTextBytes)
    }

    private func bytes(_ capacity: Int, _ fill: (UnsafeMutablePointer<CChar>?) -> gint64) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            count = buffer.withMemoryRebound(to: CChar.self) { Int(fill($0.baseAddress)) }
        }
    }

    private func contentType(_ object: UnsafeMutablePointer<GMimeObject>) -> ContentType {
        // A field without a type is no field: RFC 2045 section 5.2.
        if let written = copied(g_mime_object_get_header(object, "Content-Type")), !written.contains("/") {
            return .plainText
        }
        guard let type = g_mime_object_get_content_type(object) else { return .plainText }
        var parameters: [String: String] = [:]
        if let list = g_mime_content_type_get_parameters(type) {
            for index in 0..<min(g_mime_param_list_length(list), 100) {
                guard let parameter = g_mime_param_list_get_parameter_at(list, index),
                    let name = copied(g_mime_param_get_name(parameter))?.lowercased()
                else { continue }
                parameters[name] = copied(g_mime_param_get_value(parameter)) ?? ""
            }
        }
        return ContentType(
            type: copied(g_mime_content_type_get_media_type(type))?.lowercased() ?? "text",
            subtype: copied(g_mime_content_type_get_media_subtype(type))?.lowercased() ?? "plain",
            parameters: parameters)
    }

    private func fields(_ list: UnsafeMutablePointer<GMimeHeaderList>?) -> HeaderFields {
        guard let list else { return HeaderFields() }
        var fields: [HeaderField] = []
        for index in 0..<min(g_mime_header_list_get_count(list), Int32(HeaderBlock.maxFields)) {
            guard let header = g_mime_header_list_get_header_at(list, index),
                let name = copied(g_mime_header_get_name(header)),
                let raw = g_mime_header_get_raw_value(header)
            else { continue }
            fields.append(HeaderField(name: name, bytes: unfolded(raw)))
        }
        return HeaderFields(fields)
    }

    private func unfolded(_ raw: UnsafePointer<CChar>) -> [UInt8] {
        var value: [UInt8] = []
        var index = 0
        while value.count < limits.maxHeaderBytes, raw[index] != 0 {
            let byte = UInt8(bitPattern: raw[index])
            if byte != 0x0D, byte != 0x0A { value.append(byte == 0x09 ? 0x20 : byte) }
            index += 1
        }
        return Array(value[...].trimmed)
    }
}
