/// What a ``StatisticalReader`` makes of a reply: how likely each thing is that its writer may want.
package struct ReaderOpinion: Hashable, Sendable, CustomStringConvertible {
    /// What a reply can be for the reader. The order is that of the weights.
    package enum Class: Int, CaseIterable, Sendable {
        /// Willing; the next step may be sent.
        case yes
        /// Declines.
        case no
        /// Wants no more mail.
        case stop
        /// Anything else: asks, puts off, gives a contact, is a machine.
        case other
    }

    /// 0 to 1 for each class in their order; together 1.
    package let probabilities: [Double]
    /// The version of the reader, which makes the opinion repeatable.
    package let reader: String

    package init(probabilities: [Double], reader: String) {
        self.probabilities = probabilities
        self.reader = reader
    }

    package subscript(_ reading: Class) -> Double { probabilities[reading.rawValue] }

    /// How likely it is that the writer wants the conversation to end.
    package var ending: Double { self[.no] + self[.stop] }

    /// The likeliest class; the first of equals.
    package var likeliest: Class {
        Class.allCases.reduce(.yes) { self[$1] > self[$0] ? $1 : $0 }
    }

    /// "no 0.82".
    package var description: String {
        let hundredths = Int((100 * self[likeliest]).rounded())
        return "\(likeliest) \(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
