extension JSON: CustomStringConvertible {
    /// On one line.
    package var description: String {
        var writer = JSONWriter(indentation: nil)
        writer.write(self)
        return writer.text
    }

    /// On several lines, for people.
    package var indented: String {
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

    /// Escapes what RFC 8259 section 7 requires, and DEL and the C1 controls too: they would steer a terminal.
    private mutating func write(_ text: String) {
        output.append(UInt8(ascii: "\""))
        defer { output.append(UInt8(ascii: "\"")) }
        // Almost every text needs no escape; C2 begins the controls beyond ASCII.
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F && $0 != 0xC2 }
        guard !isPlain else { return output += text.utf8 }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\"".utf8
            case "\\": output += "\\\\".utf8
            case "\n": output += "\\n".utf8
            case "\r": output += "\\r".utf8
            case "\t": output += "\\t".utf8
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
                // Such a scalar fits one byte.
                output += "\\u00\(Hexadecimal.encoded([UInt8(scalar.value)]))".utf8
            default: output += String(scalar).utf8
            }
        }
    }
}
