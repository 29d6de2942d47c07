extension IMAPConnection {
    /// Identifies the client, and returns the server's own identification (RFC 2971); keys in lower case.
    ///
    /// Throws `.unsupported` without ID, `.invalidArgument` beyond 30 fields, keys of 30 or values of 1,024 octets.
    public nonisolated(nonsending) func identify(_ fields: [String: String]) async throws(IMAPError) -> [String: String]
    {
        try require(.id)
        guard fields.count <= 30, fields.allSatisfy({ $0.key.utf8.count <= 30 && $0.value.utf8.count <= 1_024 }) else {
            throw .invalidArgument("more identification than RFC 2971 allows")
        }
        var identification = text(fields.isEmpty ? "ID NIL" : "ID (")
        for (index, field) in fields.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { identification.append(" ") }
            try identification.append(string: field.key)
            identification.append(" ")
            try identification.append(string: field.value)
        }
        if !fields.isEmpty { identification.append(")") }
        for case .id(let answer) in try await run(command("ID", identification)).untagged { return answer }
        return [:]
    }

    /// Switches mailbox names to UTF-8 where the server can (RFC 6855); returns whether it did. Only before SELECT.
    nonisolated(nonsending) func enableUTF8() async throws(IMAPError) -> Bool {
        guard capabilities.contains(.enable), capabilities.contains(.utf8Accept) else { return false }
        _ = try await run(command("ENABLE", text("ENABLE UTF8=ACCEPT")))
        return knowledge.acceptsUTF8
    }

    /// Asks for nothing, so that the server may report news; the next `idle` returns them.
    public nonisolated(nonsending) func noop() async throws(IMAPError) {
        _ = try await run(command("NOOP", text("NOOP")))
    }

    /// Says goodbye and closes. Never fails: a server that does not answer within five seconds is left.
    public nonisolated(nonsending) func logout() async {
        let patience = min(endpoint.commandTimeout, .seconds(5))
        // However LOGOUT ends, the connection is closed next and nothing depended on it.
        _ = try? await run(command("LOGOUT", text("LOGOUT"), kind: .logout, within: patience))
        close()
    }
}
