/// One numbered step of the schema, as embedded in the binary.
package struct Migration: Sendable, Hashable {
    /// 1, 2, 3 … without gaps.
    package let version: Int
    package let name: String
    /// Several statements. They run in one transaction, so none may open or end one.
    package let script: String
    /// Indexes that are built afterwards beside other traffic, each outside a transaction. They may be missing for a while, so only speed
    /// may depend on them.
    package let indexes: [ConcurrentIndex]

    package init(version: Int, name: String, script: String, indexes: String = "") {
        self.version = version
        self.name = name
        self.script = script
        self.indexes = ConcurrentIndex.all(in: indexes)
    }

    /// FNV-1a, 64 bits, over the text without its carriage returns: to notice an edited file, not an attacker.
    package var checksum: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in script.utf8 where byte != UInt8(ascii: "\r") { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
