/// The random choices in one mail: the alternatives of its spintax.
///
/// The same seed always gives the same choices, so a preview, a retry and another process write the same mail. The caller derives the
/// seed from ids that never change, such as lead and step. Subject and body draw independently; the two forms of a body draw
/// alike, so that text and HTML say the same.
package struct TemplateDraw: Sendable, Hashable {
    private let seed: UInt64

    package init(seed: UInt64) { self.seed = seed }

    /// The seed of a key (FNV-1a over its bytes): for ids that are text.
    package init(key: some Sequence<UInt8>) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        self.init(seed: Self.mixed(hash))
    }

    /// Draws independent of this one's.
    func apart(_ salt: UInt64) -> TemplateDraw { TemplateDraw(seed: Self.mixed(seed ^ Self.mixed(salt))) }

    /// One of `count` alternatives, each equally likely; `group` numbers the choice.
    func choice(of count: Int, group: Int) -> Int {
        // Mixed before as well, since seeds may be consecutive numbers.
        let number = Self.mixed(Self.mixed(seed) &+ UInt64(truncatingIfNeeded: group + 1) &* 0x9E37_79B9_7F4A_7C15)
        return Int(number.multipliedFullWidth(by: UInt64(count)).high)
    }

    /// The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
    private static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = number
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
