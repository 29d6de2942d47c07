/// A JSON value (RFC 8259) whose objects keep the order their keys were written in, so that output is stable.
enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case array([JSON])
    case object([Member])

    struct Member: Sendable, Hashable {
        let key: String
        let value: JSON
    }

    /// The value of the first member with that key; nil where there is none, or no object.
    subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    var text: String? { if case .string(let text) = self { text } else { nil } }
    var items: [JSON]? { if case .array(let items) = self { items } else { nil } }
    var members: [Member]? { if case .object(let members) = self { members } else { nil } }
    var isNull: Bool { self == .null }
}

/// A value that has one form in JSON; nil is `null`.
protocol JSONConvertible {
    var json: JSON { get }
}

extension JSON: JSONConvertible {
    var json: JSON { self }
}

extension Bool: JSONConvertible {
    var json: JSON { .bool(self) }
}

extension Int: JSONConvertible {
    var json: JSON { .int(Int64(self)) }
}

extension Int64: JSONConvertible {
    var json: JSON { .int(self) }
}

extension Double: JSONConvertible {
    /// JSON knows no infinity.
    var json: JSON { isFinite ? .double(self) : .null }
}

extension String: JSONConvertible {
    var json: JSON { .string(self) }
}

extension Optional: JSONConvertible where Wrapped: JSONConvertible {
    var json: JSON { self?.json ?? .null }
}

extension Array: JSONConvertible where Element: JSONConvertible {
    var json: JSON { .array(map(\.json)) }
}

extension JSON: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral elements: (String, any JSONConvertible)...) {
        self = .object(elements.map { Member(key: $0, value: $1.json) })
    }
}

// MARK: Writing

extension JSON: CustomStringConvertible {
    /// On one line.
    var description: String {
        var writer = JSONWriter(indentation: nil)
        writer.write(self)
        return writer.text
    }

    /// On several lines, for people who read it too.
    var indented: String {
        var writer = JSONWriter(indentation: 2)
        writer.write(self)
        return writer.text
    }
}

private struct JSONWriter {
    let indentation: Int?
    private var output: [UInt8] = []
    private var depth = 0

    init(indentation: Int?) {
        self.indentation = indentation
    }

    var text: String { String(decoding: output, as: UTF8.self) }

    mutating func write(_ value: JSON) {
        switch value {
        case .null: output += "null".utf8
        case .bool(let flag): output += (flag ? "true" : "false").utf8
        case .int(let number): output += number.description.utf8
        case .double(let number): output += (number.isFinite ? number.description : "null").utf8
        case .string(let text): write(text)
        case .array(let items):
            list(items, "[", "]") { writer, item in writer.write(item) }
        case .object(let members):
            list(members, "{", "}") { writer, member in
                writer.write(member.key)
                writer.output += (writer.indentation == nil ? ":" : ": ").utf8
                writer.write(member.value)
            }
        }
    }

    private mutating func list<Item>(
        _ items: [Item], _ open: String, _ close: String, _ write: (inout JSONWriter, Item) -> Void
    ) {
        output += open.utf8
        depth += 1
        for (index, item) in items.enumerated() {
            if index > 0 { output += ",".utf8 }
            breakLine()
            write(&self, item)
        }
        depth -= 1
        if !items.isEmpty { breakLine() }
        output += close.utf8
    }

    private mutating func breakLine() {
        guard let indentation else { return }
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * indentation))
    }

    /// Escapes what RFC 8259 section 7 asks for, and the controls after it: they would steer a terminal.
    private mutating func write(_ text: String) {
        output.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\"".utf8
            case "\\": output += "\\\\".utf8
            case "\n": output += "\\n".utf8
            case "\r": output += "\\r".utf8
            case "\t": output += "\\t".utf8
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
                let hex = String(scalar.value, radix: 16)
                output += "\\u\(String(repeating: "0", count: 4 - hex.count))\(hex)".utf8
            default: output += UTF8.encode(scalar)!
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}
