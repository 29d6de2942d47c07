/// Scores as probabilities, computed with operations that IEEE 754 defines to the last bit: libraries' `exp` differ.
package enum Softmax {
    package static func probabilities(_ scores: [Double]) -> [Double] {
        let highest = scores.max() ?? 0
        let powers = scores.map { exponential($0 - highest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    /// e to a power that is not positive, to 1 part in 10¹⁰.
    static func exponential(_ power: Double) -> Double {
        guard power > -700 else { return 0 }
        // e^x = (e^(x/4096))^4096; the Taylor series of so small a power needs few terms.
        let small = power / 4096
        var term = 1.0
        var sum = 1.0
        for count in 1...12 {
            term *= small / Double(count)
            sum += term
        }
        for _ in 0..<12 { sum *= sum }
        return sum
    }
}
