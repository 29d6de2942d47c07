import Correspondence
import Crypto
import Database

/// What is kept of the address of somebody who was erased: nobody can read it back without the installation's secret and
/// the address itself.
struct ErasureMark: Hashable {
    let text: String

    init(_ address: EmailAddress, secret: [UInt8]) {
        // Message-IDs are made under the same secret; the words in front keep the two apart.
        var code = HMAC<SHA256>(key: SymmetricKey(data: secret))
        code.update(data: Array("erased address\n\(address.key)".utf8))
        text = code.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

extension SQL {
    /// Whoever brings in an address holds this, and an erasure waits for them: what it does not see must not come after it.
    fileprivate static let sharedErasureLock = either(
        postgres: "SELECT pg_advisory_xact_lock_shared(6275309471)", sqlite: "SELECT 1")
    /// The secret where anybody was erased; nothing otherwise.
    fileprivate static let erasureSecret: SQL =
        "SELECT secret FROM instance WHERE EXISTS (SELECT 1 FROM erased_addresses)"
    /// To be asked with other questions, in this order: as ``SQLSession/keepErasuresWaiting()``, and what
    /// ``SQLSession/erased(among:by:)`` wants.
    static let erasures = [sharedErasureLock, erasureSecret]
    fileprivate static let erasureLock = either(
        postgres: "SELECT pg_advisory_xact_lock(6275309471)", sqlite: "SELECT 1")
}

extension SQLSession {
    /// Keeps erasures waiting until the transaction ends, for whoever brings in addresses: asked behind this,
    /// ``erased(among:)`` misses none.
    func keepErasuresWaiting() async throws { try await write(.sharedErasureLock) }

    /// Which of these addresses were erased. Nothing of theirs may be stored, and no mail to them planned.
    func erased(among addresses: [EmailAddress]) async throws -> Set<EmailAddress> {
        guard !addresses.isEmpty else { return [] }
        return try await erased(among: addresses, by: first(.erasureSecret))
    }

    /// The same where the second of ``SQL/erasures`` was answered.
    func erased(among addresses: [EmailAddress], by row: SQLRow?) async throws -> Set<EmailAddress> {
        guard !addresses.isEmpty, let row else { return [] }
        let secret = try row.bytes("secret")
        let marks = Dictionary(grouping: Set(addresses)) { ErasureMark($0, secret: secret).text }
        let rows = try await query("SELECT mark FROM erased_addresses WHERE mark \(in: marks.keys.sorted())")
        return Set(try rows.flatMap { marks[try $0.string("mark")] ?? [] })
    }

    /// Keeps those who bring in addresses out until the transaction ends.
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
