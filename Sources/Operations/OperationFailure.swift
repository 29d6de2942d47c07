/// Why an operation was not carried out, in a sentence for the person who asked for it.
package struct OperationFailure: Error, Hashable, CustomStringConvertible {
    /// What a face of the program makes of it, such as the status of an answer over HTTP.
    package enum Kind: Sendable, Hashable, CaseIterable {
        /// There is nothing of that name or number.
        case unknown
        /// It is there, and its state forbids the change; nothing was changed.
        case refused
        /// What was given cannot be used: a file, a line, a text.
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
