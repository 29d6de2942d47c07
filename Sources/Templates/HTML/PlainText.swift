import Text

/// The text part of a mail that was written in HTML alone: its form for a reader without HTML.
///
/// Paragraphs are separated by a blank line, items begin with a hyphen or their number, and a link is its text followed by the
/// address, `our price list <https://a.example/prices>`. Elements that are not displayed are left out.
struct PlainText {
    static func text(of html: String) -> String {
        var reader = PlainText(html)
        reader.read()
        return reader.writer.text
    }

    private var scanner: HTMLScanner
    private var writer = PlainTextWriter()
    /// The open link: its address, and where its text begins.
    private var link: (address: String, start: Int)?
    /// For each open list the number of its next item; nil in an unnumbered list.
    private var lists: [Int?] = []
    private var preformatted = 0

    /// The nesting up to which lists are numbered separately; deeper ones continue the count.
    private static let maxLists = 20

    private init(_ html: String) { scanner = HTMLScanner(html) }

    private mutating func read() {
        while let token = scanner.next() {
            switch token {
            case .text(let range):
                let text = HTMLReferences.resolved(scanner.bytes[range])
                if preformatted > 0 { writer.writeLines(text) } else { writer.write(text) }
            case .start(let name, let range):
                start(name, TagAttributes.all(in: scanner.bytes[range]))
            case .end(let name): end(name)
            }
        }
        finishLink()
    }

    private mutating func start(_ name: String, _ attributes: [(name: String, value: String)]) {
        let value = { (wanted: String) in attributes.first { $0.name == wanted }?.value }
        if Self.withoutText.contains(name) { return scanner.skip(name, isRaw: true) }
        let style = value("style")?.asciiLowercased.filter { $0 != " " } ?? ""
        if style.contains("display:none"), !Self.empty.contains(name) { return scanner.skip(name) }
        if let lines = Self.gapLines(style) {
            writer.requestBlankLines(lines)
            return scanner.skip(name)
        }
        writer.requestBreaks(breaks(around: name))
        switch name {
        case "br": writer.breakLine()
        case "hr":
            writer.write("---")
            writer.requestBreaks(1)
        case "img": writer.write(value("alt") ?? "")
        case "td", "th": writer.write(" ")
        case "a": beginLink(value("href") ?? "")
        case "pre": preformatted += 1
        case "ul", "ol": if lists.count < Self.maxLists { lists.append(name == "ol" ? 1 : nil) }
        case "li": beginItem()
        default: break
        }
    }

    private mutating func end(_ name: String) {
        switch name {
        case "a": finishLink()
        case "pre": preformatted = max(0, preformatted - 1)
        case "ul", "ol": _ = lists.popLast()
        default: break
        }
        writer.requestBreaks(breaks(around: name))
    }

    // MARK: Links and lists

    private mutating func beginLink(_ address: String) {
        finishLink()
        link = (PythonText.stripped(address), writer.length)
    }

    private mutating func finishLink() {
        guard let (address, start) = link else { return }
        link = nil
        let text = PythonText.stripped(writer.text(from: start))
        guard !address.isEmpty, !address.hasPrefix("#"), text != address, "mailto:\(text)" != address,
            "tel:\(text)" != address, "https://\(text)" != address, "http://\(text)" != address
        else { return }
        writer.write(text.isEmpty ? "<\(address)>" : " <\(address)>")
    }

    private mutating func beginItem() {
        let indentation = String(repeating: "  ", count: max(0, lists.count - 1))
        guard let last = lists.indices.last, let number = lists[last] else {
            return writer.writeStart("\(indentation)- ")
        }
        lists[last] = number + 1
        writer.writeStart("\(indentation)\(number). ")
    }

    // MARK: Tables of elements

    private static let withoutText: Set<String> = ["head", "title", "style", "script", "template", "noscript"]
    private static let empty: Set<String> = ["br", "hr", "img", "input", "meta", "link", "col", "area", "base", "wbr"]
    private static let paragraphs: Set<String> = [
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "pre", "dl",
    ]
    private static let blocks: Set<String> = [
        "div", "tr", "li", "hr", "section", "article", "center", "address", "header", "footer", "main", "nav", "form",
        "dt",
        "dd", "body",
    ]

    /// Line breaks that an element asks for at both ends; two make a blank line.
    private func breaks(around name: String) -> Int {
        // A list within an item follows it closely.
        if name == "ul" || name == "ol" { return lists.isEmpty ? 2 : 1 }
        return Self.paragraphs.contains(name) ? 2 : Self.blocks.contains(name) ? 1 : 0
    }

    /// The lines of a block that `Gap.html` wrote.
    private static func gapLines(_ style: String) -> Int? {
        BracketTag.lines.first { $0 > 0 && style == "height:\($0)em;line-height:\($0)em" }
    }
}
