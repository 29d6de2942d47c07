/// Why an operation was not carried out, in a sentence for the person who asked for it.
package struct OperationFailure: Error, Hashable, CustomStringConvertible {
    /// The kind of failure, from which each face derives its own form, such as an HTTP status.
    package enum Kind: Sendable, Hashable, CaseIterable {
        /// There is nothing with that name or number.
        case unknown
        /// It exists, but its state forbids the change; nothing was changed.
        case refused
        /// The input cannot be used: a file, a line, a text.
        case unusable
        /// Something that the operation needs is missing or not up to date.
        case notReady
    }

    package let kind: Kind
    package let description: String

    package init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
