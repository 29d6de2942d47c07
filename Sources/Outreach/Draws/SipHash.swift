/// SipHash-2-4: 64 bits that look random without the key, and are the same on every machine and in every process. Aumasson and
/// Bernstein, "SipHash: a fast short-input PRF", 2012, section 2.
struct SipHash {
    private var v0, v1, v2, v3: UInt64

    private init(key: DrawKey) {
        v0 = key.low ^ 0x736F_6D65_7073_6575
        v1 = key.high ^ 0x646F_7261_6E64_6F6D
        v2 = key.low ^ 0x6C79_6765_6E65_7261
        v3 = key.high ^ 0x7465_6462_7974_6573
    }

    static func hash(_ bytes: [UInt8], key: DrawKey) -> UInt64 {
        var hash = SipHash(key: key)
        let whole = bytes.count / 8 * 8
        for start in stride(from: 0, to: whole, by: 8) { hash.take(word(bytes[start..<start + 8])) }
        // The rest, and the length in the highest byte.
        hash.take(word(bytes[whole...]) | UInt64(truncatingIfNeeded: bytes.count) << 56)
        hash.v2 ^= 0xFF
        for _ in 0..<4 { hash.round() }
        return hash.v0 ^ hash.v1 ^ hash.v2 ^ hash.v3
    }

    /// Up to eight bytes, the lowest first.
    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func take(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    private mutating func round() {
        v0 = v0 &+ v1
        v2 = v2 &+ v3
        v1 = v1 << 13 | v1 >> 51
        v3 = v3 << 16 | v3 >> 48
        v1 ^= v0
        v3 ^= v2
        v0 = v0 << 32 | v0 >> 32
        v2 = v2 &+ v1
        v0 = v0 &+ v3
        v1 = v1 << 17 | v1 >> 47
        v3 = v3 << 21 | v3 >> 43
        v1 ^= v2
        v3 ^= v0
        v2 = v2 << 32 | v2 >> 32
    }
}
