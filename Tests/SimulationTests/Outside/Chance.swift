import Timing

/// The one source of chance of a simulation, so that a seed tells the same story for ever.
struct Chance: RandomNumberGenerator, Sendable {
    private var generator: SplitMix64

    init(seed: UInt64) { generator = SplitMix64(state: seed &* 0x2545_F491_4F6C_DD1D &+ 0x9E37_79B9_7F4A_7C15) }

    mutating func next() -> UInt64 { generator.next() }

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
