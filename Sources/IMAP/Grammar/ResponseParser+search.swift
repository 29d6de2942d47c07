import Text

extension ByteCursor {
    /// Numbers up to the end, or up to `(MODSEQ n)` of RFC 7162.
    mutating func searchResult() throws(IMAPError) -> [UID] {
        var uids: [UID] = []
        uids.reserveCapacity(min(rest.count / 6, limits.elements))
        while true {
            skipSpaces()
            guard !isAtEnd, peek != ASCII.openParenthesis else { return uids }
            try countElement()
            uids.append(try uid())
        }
    }

    /// `(TAG "x") UID ALL 1:5 …`; return items other than ALL are skipped (RFC 4731 section 3.1).
    mutating func extendedSearchResult() throws(IMAPError) -> ExtendedSearchResult {
        var result = ExtendedSearchResult()
        if peek == ASCII.openParenthesis {
            try list { cursor throws(IMAPError) in
                let isTag = cursor.word().matches("TAG")
                cursor.skipSpaces()
                let value = try cursor.astring()
                if isTag { result.tag = String(decoding: value, as: UTF8.self) }
            }
        }
        while true {
            skipSpaces()
            let item = word()
            if item.isEmpty { break }
            if item.matches("UID") { continue }
            skipSpaces()
            if item.matches("ALL") { result.uids = try expandedSet() } else { try skipValue() }
        }
        guard isAtEnd else { throw malformed("unexpected octet in ESEARCH") }
        return result
    }

    /// A `uid-set` of the server, every number of it, in the order given. The count is limited, not only the text:
    /// `1:4294967295` is short.
    mutating func expandedSet() throws(IMAPError) -> [UID] {
        var uids: [UID] = []
        repeat {
            let first = try uid()
            let last = take(ASCII.colon) ? try uid() : first
            let (low, high) = (min(first, last).rawValue, max(first, last).rawValue)
            guard uids.count + Int(high - low) < limits.elements else { throw .limitExceeded(.elements) }
            uids.append(contentsOf: (low...high).lazy.map(UID.init(unchecked:)))
        } while take(ASCII.comma)
        return uids
    }
}
