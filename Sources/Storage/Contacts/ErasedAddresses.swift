import Correspondence
import Crypto
import Database

/// What is kept of an erased person's address: a keyed hash, which nobody can reverse without the installation's secret and
/// the address itself.
struct ErasureMark: Hashable {
    let text: String

    init(_ address: EmailAddress, secret: [UInt8]) {
        // Message-IDs are made under the same secret; the prefix keeps the two apart.
        var code = HMAC<SHA256>(key: SymmetricKey(data: secret))
        code.update(data: Array("erased address\n\(address.key)".utf8))
        text = code.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

extension SQL {
    /// Every writer that brings in addresses holds this lock, and an erasure waits for them: no address may appear after it unseen.
    fileprivate static let sharedErasureLock = either(
        postgres: "SELECT pg_advisory_xact_lock_shared(6275309471)", sqlite: "SELECT 1")
    /// The secret if anybody was erased; otherwise nothing.
    fileprivate static let erasureSecret: SQL =
        "SELECT secret FROM instance WHERE EXISTS (SELECT 1 FROM erased_addresses)"
    /// The statements to send together with others, in this order: ``SQLSession/keepErasuresWaiting()``, and the question of
    /// ``SQLSession/erased(among:by:)``.
    static let erasures = [sharedErasureLock, erasureSecret]
    fileprivate static let erasureLock = either(
        postgres: "SELECT pg_advisory_xact_lock(6275309471)", sqlite: "SELECT 1")
}

extension SQLSession {
    /// Makes erasures wait until the transaction ends. A writer that brings in addresses calls it first; ``erased(among:)``,
    /// called afterwards, then misses none.
    func keepErasuresWaiting() async throws { try await write(.sharedErasureLock) }

    /// Which of these addresses were erased. Nothing about them may be stored, and no mail to them planned.
    func erased(among addresses: [EmailAddress]) async throws -> Set<EmailAddress> {
        guard !addresses.isEmpty else { return [] }
        return try await erased(among: addresses, by: first(.erasureSecret))
    }

    /// The same, given the answer to the second of ``SQL/erasures``.
    func erased(among addresses: [EmailAddress], by row: SQLRow?) async throws -> Set<EmailAddress> {
        guard !addresses.isEmpty, let row else { return [] }
        let secret = try row.bytes("secret")
        let marks = Dictionary(grouping: Set(addresses)) { ErasureMark($0, secret: secret).text }
        let rows = try await query("SELECT mark FROM erased_addresses WHERE mark \(in: marks.keys.sorted())")
        return Set(try rows.flatMap { marks[try $0.string("mark")] ?? [] })
    }

    /// Keeps writers that bring in addresses out until the transaction ends.
    func waitForErasure() async throws { try await write(.erasureLock) }

    func noteErased(_ address: EmailAddress, secret: [UInt8]) async throws {
        try await write(
            """
            INSERT INTO erased_addresses (mark, erased_at) VALUES (\(ErasureMark(address, secret: secret).text), \(SQL.now))
            ON CONFLICT (mark) DO NOTHING
            """)
    }

    /// - Returns: whether it was erased.
    func forgetErasure(of address: EmailAddress) async throws -> Bool {
        guard let secret = try await first("SELECT secret FROM instance WHERE id = 1")?.bytes("secret") else {
            return false
        }
        return try await execute(
            "DELETE FROM erased_addresses WHERE mark = \(ErasureMark(address, secret: secret).text)") > 0
    }
}
