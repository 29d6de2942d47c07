internal import CReaderWeights
import Text

/// A second reader beside the rules: a linear model over the character and word n-grams of a reply, learnt from the
/// labelled replies of the repository.
///
/// It knows no phrases and no grammar, so its mistakes differ from the rules'. It never decides alone: see ``SecondOpinion``.
/// Deterministic on every machine, since it adds whole numbers and uses no library's mathematics; linear in the length of the
/// text.
package struct StatisticalReader: Sendable {
    package let weights: ReaderWeights
    /// Identifies the format of the weights and the rows they were learnt from.
    package let version: String

    package init(_ weights: ReaderWeights) {
        self.weights = weights
        version = "reader-2.\(Hexadecimal.encoded(weights.rows.prefix(4)))"
    }

    /// The reader that ships with Mosaic.
    package static let shipped: StatisticalReader = {
        let bytes = UnsafeBufferPointer(start: reader_weights_start(), count: reader_weights_count)
        // A fault of the build itself, which the first test finds.
        guard let weights = ReaderWeights(bytes) else { fatalError("The reader's weights are damaged: run .ci/train.") }
        return StatisticalReader(weights)
    }()

    /// Nil for a text without a word.
    package func opinion(of text: String) -> ReaderOpinion? {
        let folded = FoldedText(text)
        return folded.words.isEmpty ? nil : opinion(of: ReplyFeatures(folded))
    }

    package func opinion(of features: ReplyFeatures) -> ReaderOpinion {
        ReaderOpinion(
            probabilities: Softmax.probabilities(scores(of: features)), reader: version)
    }

    /// A score for each class; higher is more probable.
    package func scores(of features: ReplyFeatures) -> [Double] {
        let groups = features.groups.map { sums(over: $0) }
        return weights.bias.indices.map { reading in
            weights.bias[reading] + weights.scale * groups.reduce(0) { $0 + $1[reading] }
        }
    }

    /// Sums of whole numbers do not depend on order; a longer text does not weigh more.
    private func sums(over indices: [Int]) -> [Double] {
        var sums = [Int](repeating: 0, count: ReaderWeights.classes)
        for index in indices {
            for reading in sums.indices { sums[reading] += Int(weights.table[index * sums.count + reading]) }
        }
        return sums.map { Double($0) * ReplyFeatures.weight(ofEachOf: indices.count) }
    }
}

extension ReplyFeatures {
    /// The weight of each n-gram among this many.
    package static func weight(ofEachOf count: Int) -> Double { count == 0 ? 0 : 1 / Double(count).squareRoot() }
}
