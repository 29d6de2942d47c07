package import Text

/// The result of a person's wish: a sentence for them, and the same for a program.
package struct Acknowledgement: Sendable, Hashable, JSONConvertible {
    package let sentence: String
    package let json: JSON

    /// - Parameter facts: the changes, as members that follow `"done": true`.
    init(_ sentence: String, _ facts: JSON = [:]) {
        self.sentence = sentence
        json = (["done": true] as JSON).adding(facts)
    }
}
