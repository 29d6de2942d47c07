/// The one source of chance of a simulation: SplitMix64, so that a seed tells the same story for ever.
struct Chance: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x2545_F491_4F6C_DD1D &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// True this often out of a thousand.
    mutating func happens(_ perMille: Int) -> Bool { number(0..<1_000) < perMille }

    mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func seconds(_ range: Range<Int>) -> Duration { .seconds(number(range)) }

    /// One of these, each as likely as its weight says.
    mutating func pick<Choice>(_ choices: [(Choice, weight: Int)]) -> Choice {
        var rest = number(0..<choices.reduce(0) { $0 + $1.weight })
        for (choice, weight) in choices {
            if rest < weight { return choice }
            rest -= weight
        }
        return choices[choices.count - 1].0
    }
}
