package import Text

/// What came of a person's wish: a sentence for them, and the same for a program.
package struct Acknowledgement: Sendable, Hashable, JSONConvertible {
    package let sentence: String
    package let json: JSON

    /// - Parameter facts: what was changed, in members that follow `"done": true`.
    init(_ sentence: String, _ facts: JSON = [:]) {
        self.sentence = sentence
        json = (["done": true] as JSON).adding(facts)
    }
}
