package import Classification
import Correspondence

/// Learns the weights of a ``StatisticalReader``: multinomial logistic regression by stochastic gradient descent.
///
/// The same rows give the same bytes on every machine: one thread, one order that comes from a fixed seed, and sums in that
/// order.
package struct ReaderTrainer {
    /// How often each row is seen.
    package var rounds = 14
    /// How far the first steps go; the last go hardly at all.
    package var firstStep = 0.8
    /// How strongly weights are drawn to zero, for each row seen.
    package var shrinkage = 2e-5
    /// Whether n-grams count the more the rarer they are.
    package var prefersRare = true

    package init() {}

    /// A row as the reader sees it.
    package struct Example: Sendable {
        package let features: ReplyFeatures
        package let reading: ReaderOpinion.Class

        package init(_ row: LabelledRow) {
            features = ReplyFeatures(row.body)
            reading = row.intent.reading
        }
    }

    /// The bytes of the weights' file.
    package func weights(from examples: [Example], rows: [UInt8]) -> [UInt8] {
        let classes = ReaderWeights.classes
        var weights = [Double](repeating: 0, count: ReplyFeatures.dimension * classes)
        var bias = [Double](repeating: 0, count: classes)
        let rarity = prefersRare ? rarity(of: examples) : [Double](repeating: 1, count: ReplyFeatures.dimension)
        // All weights shrink at each step: one factor for all of them instead.
        var factor = 1.0
        var chance = SeededChance(seed: 20_261_130)
        var order = Array(examples.indices)
        let steps = Double(rounds * examples.count)
        var step = 0.0
        for _ in 0..<rounds {
            chance.shuffle(&order)
            for place in order {
                let size = firstStep * (1 - step / steps)
                step += 1
                factor *= 1 - size * shrinkage
                learn(examples[place], size, factor, rarity, &weights, &bias)
            }
        }
        let learnt = weights.indices.map { weights[$0] * factor * rarity[$0 / classes] }
        return ReaderWeights.bytes(rows: rows, weights: learnt, bias: bias)
    }

    /// For each index the logarithm of how few examples have it, 1 on the average of all that occurs.
    private func rarity(of examples: [Example]) -> [Double] {
        var counts = [Int](repeating: 0, count: ReplyFeatures.dimension)
        for example in examples { for group in example.features.groups { for index in group { counts[index] += 1 } } }
        let rarity = counts.map { Self.logarithm(Double(examples.count + 1) / Double($0 + 1)) + 1 }
        let occurrences = Double(counts.reduce(0, +))
        let square = zip(rarity, counts).reduce(0) { $0 + $1.0 * $1.0 * Double($1.1) } / occurrences
        return rarity.map { $0 / square.squareRoot() }
    }

    /// Natural, of a number of 1 or more, by arithmetic that IEEE 754 defines to the last bit: libraries' `log` differ.
    private static func logarithm(_ number: Double) -> Double {
        // 2 artanh((m - 1) / (m + 1)) of the significand, and the exponent.
        let ratio = (number.significand - 1) / (number.significand + 1)
        var (power, sum) = (ratio, 0.0)
        for odd in stride(from: 1.0, through: 41, by: 2) {
            sum += power / odd
            power *= ratio * ratio
        }
        return 2 * sum + Double(number.exponent) * 0.693_147_180_559_945_3
    }

    private func learn(
        _ example: Example, _ size: Double, _ factor: Double, _ rarity: [Double], _ weights: inout [Double],
        _ bias: inout [Double]
    ) {
        let groups = example.features.groups
        var scores = bias
        for group in groups {
            let value = factor * ReplyFeatures.weight(ofEachOf: group.count)
            for index in group {
                let seen = value * rarity[index]
                for reading in scores.indices { scores[reading] += seen * weights[index * scores.count + reading] }
            }
        }
        let believed = Softmax.probabilities(scores)
        let errors = believed.indices.map { (($0 == example.reading.rawValue ? 1 : 0) - believed[$0]) * size }
        for reading in errors.indices { bias[reading] += 0.1 * errors[reading] }
        for group in groups {
            let value = ReplyFeatures.weight(ofEachOf: group.count) / factor
            for index in group {
                let seen = value * rarity[index]
                for reading in errors.indices { weights[index * errors.count + reading] += seen * errors[reading] }
            }
        }
    }
}

extension Intent {
    /// What it is to the reader.
    var reading: ReaderOpinion.Class {
        switch self {
        case .interested: .yes
        case .notInterested: .no
        case .unsubscribe: .stop
        case .clarification, .contactProvided, .autoReply, .bounce: .other
        }
    }
}

extension StatisticalReader {
    /// A reader that learnt from these examples alone.
    package init(learningFrom examples: [ReaderTrainer.Example], trainer: ReaderTrainer = ReaderTrainer()) {
        let bytes = trainer.weights(from: examples, rows: [UInt8](repeating: 0, count: 32))
        self.init(bytes.withUnsafeBufferPointer { ReaderWeights($0)! })
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers on every machine.
private struct SeededChance {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Fisher and Yates.
    mutating func shuffle(_ values: inout [Int]) {
        for place in values.indices.dropFirst().reversed() {
            values.swapAt(place, Int(next() % UInt64(place + 1)))
        }
    }
}
