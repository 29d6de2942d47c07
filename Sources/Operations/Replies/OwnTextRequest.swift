import Correspondence
import MIME
import Reading
package import Text

/// One body among many from which to extract the own text, as a line of JSON: `{"id": …, "input": "body", "kind"?: "html"}`.
package struct OwnTextRequest: Sendable, Hashable {
    /// Returned unchanged.
    package let id: JSON?
    private let input: String
    private let isHTML: Bool

    /// - Throws: an ``OperationFailure`` when the line holds no input.
    package init(_ line: JSON) throws(OperationFailure) {
        guard let input = line["input"]?.text else {
            throw OperationFailure(.unusable, "\"input\" must be a text.")
        }
        self.input = input
        id = line["id"]
        isHTML = line["kind"]?.text == "html"
    }

    /// `{"id": …, "out": "own text"}`.
    package var answer: JSON {
        let zones = isHTML ? QuoteStripper.zones(in: HTMLText(input)) : QuoteStripper.zones(in: input)
        return ["id": id, "out": zones.own]
    }
}
