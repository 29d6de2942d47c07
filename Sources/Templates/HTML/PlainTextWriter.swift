import Text

/// Combines words and line breaks: white space collapsed, no space at the end of a line, no more blank lines than
/// requested.
struct PlainTextWriter {
    private var output: [UInt8] = []
    /// Line breaks to write before the next word.
    private var pendingBreaks = 0
    private var pendingSpace = false
    /// After the mark of an item: the block within it begins on the same line.
    private var isBehindMark = false

    /// What was written so far, ending in a line break unless empty.
    var text: String {
        output.isEmpty ? "" : String(decoding: output, as: UTF8.self) + "\n"
    }

    var length: Int { output.count }

    func text(from start: Int) -> String { String(decoding: output[min(start, output.count)...], as: UTF8.self) }

    /// At least that many line breaks before what follows.
    mutating func requestBreaks(_ count: Int) {
        guard count > 0, !isBehindMark else { return }
        pendingBreaks = max(pendingBreaks, count)
        pendingSpace = false
    }

    /// Exactly that many blank lines before what follows, whatever else asks for fewer.
    mutating func requestBlankLines(_ count: Int) { requestBreaks(count + 1) }

    /// One line break more.
    mutating func breakLine() {
        pendingBreaks += 1
        pendingSpace = false
        isBehindMark = false
    }

    /// Text in which white space means one space.
    mutating func write(_ text: String) {
        for scalar in text.unicodeScalars {
            // A no-break space is a space here: there is no line to break.
            if scalar == " " || scalar == "\u{A0}" || (0x09...0x0D).contains(scalar.value) {
                pendingSpace = true
            } else {
                append(scalar)
            }
        }
    }

    /// Text whose line breaks and spaces count.
    mutating func writeLines(_ text: String) {
        for scalar in text.unicodeScalars {
            if scalar == "\n" { breakLine() } else if scalar != "\r" { append(scalar) }
        }
    }

    /// The mark of an item, at the start of a line.
    mutating func writeStart(_ mark: String) {
        requestBreaks(1)
        flush()
        output += mark.utf8
        isBehindMark = true
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        flush()
        isBehindMark = false
        if scalar.isASCII {
            output.append(UInt8(scalar.value))
        } else {
            output += String(scalar).utf8
        }
    }

    private mutating func flush() {
        if pendingBreaks > 0 {
            if !output.isEmpty {
                while output.last == ASCII.space { output.removeLast() }
                output.append(contentsOf: repeatElement(ASCII.lineFeed, count: pendingBreaks))
            }
        } else if pendingSpace, let last = output.last, last != ASCII.lineFeed, last != ASCII.space {
            output.append(ASCII.space)
        }
        pendingBreaks = 0
        pendingSpace = false
    }
}
