/// A place in a template's source. Lines and columns count from 1, columns in Unicode scalars.
package struct TemplatePosition: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static let start = TemplatePosition(line: 1, column: 1)

    package static func < (one: TemplatePosition, other: TemplatePosition) -> Bool {
        (one.line, one.column) < (other.line, other.column)
    }

    package var description: String { "line \(line), column \(column)" }
}

/// Why a template cannot be compiled or rendered, and where.
package struct TemplateError: Error, Hashable, CustomStringConvertible {
    package enum Problem: Sendable, Hashable {
        /// The source breaks the rules of its language.
        case syntax(String)
        /// A feature of Jinja that this subset leaves out on purpose.
        case unsupported(String)
        /// No such filter, test, tag or field; the nearest names that exist.
        case unknown(kind: String, name: String, nearest: [String])
        /// A value missing from the recipient's data. More data helps; the template need not change.
        case missing(name: String, nearest: [String])
        /// A value of a type that does not allow this.
        case wrongKind(String)
        /// More than `TemplateLimits` allows.
        case limit(String)
        /// A rendered part without anything to read.
        case blank
        /// A rendered link that cannot work in a mail, or leads into a script.
        case link(String)
    }

    package let problem: Problem
    package let position: TemplatePosition

    package init(_ problem: Problem, at position: TemplatePosition) {
        self.problem = problem
        self.position = position
    }

    /// The variable missing from the data: what a lead that waits as `needs_data` shows.
    package var missingVariable: String? {
        if case .missing(let name, _) = problem { name } else { nil }
    }

    package var description: String { "\(position): \(problem.sentence)" }
}

extension TemplateError.Problem {
    /// For a person, without the place.
    package var sentence: String {
        switch self {
        case .syntax(let text), .wrongKind(let text), .limit(let text), .link(let text): text
        case .unsupported(let what): "\(what) is left out of this template language on purpose"
        case .unknown(let kind, let name, let nearest): "there is no \(kind) \"\(name)\"\(Self.hint(nearest))"
        case .missing(let name, let nearest): "\"\(name)\" has no value\(Self.hint(nearest))"
        case .blank: "nothing is left to read"
        }
    }

    private static func hint(_ nearest: [String]) -> String {
        nearest.isEmpty ? "" : "; near it: \(nearest.joined(separator: ", "))"
    }
}
