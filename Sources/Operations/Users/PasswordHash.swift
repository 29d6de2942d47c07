import Crypto
import CryptoExtras
import FoundationEssentials
import Text

/// A password as stored: `$scrypt$ln=15,r=8,p=3$salt$hash` (RFC 7914), base 64 without padding.
package struct PasswordHash: Sendable, Hashable, CustomStringConvertible {
    /// The cost of one guess: 32 MiB and, on a small server, about half a second.
    package struct Cost: Sendable, Hashable {
        /// The logarithm of N.
        package let logN: Int
        package let blockSize: Int
        package let parallelism: Int

        package static let standard = Cost(logN: 15, blockSize: 8, parallelism: 3)

        package init(logN: Int, blockSize: Int, parallelism: Int) {
            (self.logN, self.blockSize, self.parallelism) = (logN, blockSize, parallelism)
        }

        /// Limits that keep a damaged row harmless.
        var isBounded: Bool { (1...17).contains(logN) && (1...16).contains(blockSize) && (1...8).contains(parallelism) }
    }

    private let cost: Cost
    private let salt: [UInt8]
    private let hash: [UInt8]

    package init(of password: String, cost: Cost = .standard) throws {
        self.cost = cost
        salt = [UInt8].fresh(count: 16)
        hash = try Self.derive(password, salt, cost)
    }

    /// Nil where the text has another form.
    package init?(_ text: String) {
        let parts = text.split(separator: "$")
        guard parts.count == 4, parts[0] == "scrypt" else { return nil }
        let numbers = parts[1].split(separator: ",").compactMap { Int($0.drop { $0 != "=" }.dropFirst()) }
        guard numbers.count == 3, let salt = Base64.decoded(parts[2].utf8, as: .url),
            let hash = Base64.decoded(parts[3].utf8, as: .url)
        else { return nil }
        cost = Cost(logN: numbers[0], blockSize: numbers[1], parallelism: numbers[2])
        guard cost.isBounded else { return nil }
        (self.salt, self.hash) = (salt, hash)
    }

    package var description: String {
        "$scrypt$ln=\(cost.logN),r=\(cost.blockSize),p=\(cost.parallelism)"
            + "$\(Base64.encoded(salt, as: .url))$\(Base64.encoded(hash, as: .url))"
    }

    /// Takes as long for a wrong password as for the right one.
    package func matches(_ password: String) -> Bool {
        guard let other = try? Self.derive(password, salt, cost), other.count == hash.count else { return false }
        return zip(other, hash).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func derive(_ password: String, _ salt: [UInt8], _ cost: Cost) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: Array(password.utf8), salt: salt, outputByteCount: 32, rounds: 1 << cost.logN,
            blockSize: cost.blockSize, parallelism: cost.parallelism)
        return key.withUnsafeBytes { Array($0) }
    }
}

extension [UInt8] {
    /// Bytes from the system's generator, which is cryptographically secure on Linux.
    package static func fresh(count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in generator.next() }
    }
}
