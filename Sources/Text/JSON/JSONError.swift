/// Why a text is not JSON, and at which octet.
package struct JSONError: Error, Hashable, CustomStringConvertible {
    /// The fault, in words for a person.
    package let problem: String
    /// Octets before the fault.
    package let offset: Int

    package var description: String { "\(problem) at octet \(offset + 1)" }
}

/// How much of a foreign text is read before it is refused.
package struct JSONLimits: Sendable, Hashable {
    /// Octets of the whole text.
    package var bytes: Int
    /// Nesting of arrays and objects, limited so that no input exhausts the stack.
    package var depth: Int
    /// Values in all: `[[],[],…]` takes far more memory than text.
    package var values: Int

    package init(bytes: Int = 64 << 20, depth: Int = 100, values: Int = 2_000_000) {
        self.bytes = bytes
        self.depth = depth
        self.values = values
    }
}
