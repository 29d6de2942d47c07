/// A value that has one form in JSON; nil is `null`.
package protocol JSONConvertible {
    var json: JSON { get }
}

extension JSON: JSONConvertible {
    package var json: JSON { self }
}

extension Bool: JSONConvertible {
    package var json: JSON { .bool(self) }
}

extension Int: JSONConvertible {
    package var json: JSON { .int(Int64(self)) }
}

extension Int64: JSONConvertible {
    package var json: JSON { .int(self) }
}

extension Double: JSONConvertible {
    /// JSON knows no infinity.
    package var json: JSON { isFinite ? .double(self) : .null }
}

extension String: JSONConvertible {
    package var json: JSON { .string(self) }
}

extension Optional: JSONConvertible where Wrapped: JSONConvertible {
    package var json: JSON { self?.json ?? .null }
}

extension Array: JSONConvertible where Element: JSONConvertible {
    package var json: JSON { .array(map(\.json)) }
}

extension JSON: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, any JSONConvertible)...) {
        self = .object(elements.map { Member(key: $0, value: $1.json) })
    }
}
