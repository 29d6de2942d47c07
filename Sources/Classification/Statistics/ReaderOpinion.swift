/// A ``StatisticalReader``'s opinion on a reply: the probability of each intent class.
package struct ReaderOpinion: Hashable, Sendable, CustomStringConvertible {
    /// The intents that the reader distinguishes, in the order of its weights.
    package enum Class: Int, CaseIterable, Sendable {
        /// Willing; the next step may be sent.
        case yes
        /// Declines.
        case no
        /// Wants no more mail.
        case stop
        /// Anything else: asks, puts off, gives a contact, is a machine's.
        case other
    }

    /// 0 to 1 for each class, in order; the sum is 1.
    package let probabilities: [Double]
    /// The version of the reader, which makes the opinion repeatable.
    package let reader: String

    package init(probabilities: [Double], reader: String) {
        self.probabilities = probabilities
        self.reader = reader
    }

    package subscript(_ reading: Class) -> Double { probabilities[reading.rawValue] }

    /// The probability that the writer wants the conversation to end.
    package var ending: Double { self[.no] + self[.stop] }

    /// The most probable class; the first among equals.
    package var likeliest: Class {
        Class.allCases.reduce(.yes) { self[$1] > self[$0] ? $1 : $0 }
    }

    /// "no 0.82".
    package var description: String {
        let hundredths = Int((100 * self[likeliest]).rounded())
        return "\(likeliest) \(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
