/// Follows the open elements of an HTML body and writes its text with the zone that they imply.
struct HTMLReader {
    /// The effect of an open element on the text in it.
    enum Role: Equatable {
        case plain, quote, signature, hidden
        /// Holds a quote and, after it, answers; `quoteSeen` once its first inner quote has closed.
        case container(isForward: Bool, quoteSeen: Bool)
        case attribution
    }

    /// The zone of text at this point.
    struct Scope: Equatable {
        var zone = HTMLTextWriter.Zone.plain
        var isHidden = false
        var isPreformatted = false

        /// The outermost mark wins: a signature inside a quote is quoted, answers count between quotes only.
        func entering(_ role: Role, _ tag: HTMLTag) -> Scope {
            var scope = self
            if tag == .pre { scope.isPreformatted = true }
            switch role {
            case .plain: break
            case .hidden: scope.isHidden = true
            case .quote, .attribution: scope.zone = .quoted
            case .signature: if zone == .plain { scope.zone = .signature }
            case .container(let isForward, let quoteSeen):
                if zone == .plain, isForward || !quoteSeen { scope.zone = .quoted }
            }
            return scope
        }
    }

    private struct Element {
        let tag: HTMLTag
        var role: Role
        /// The zone inside it.
        var scope: Scope
    }

    /// Elements that may be open at once; deeper tags are not followed, their text is.
    private static let maxOpen = 512
    /// How far up an end tag looks for its start.
    private static let maxSearch = 64

    private var tokenizer: HTMLTokenizer
    private var open: [Element] = []
    private var overflow = 0
    private var isQuotedToEnd = false
    private(set) var writer = HTMLTextWriter()

    init(_ bytes: [UInt8]) { tokenizer = HTMLTokenizer(bytes) }

    mutating func read() {
        while let token = tokenizer.next() {
            switch token {
            case .text(let range): writer.write(tokenizer.bytes, range)
            case .start(let name, let attributes): start(HTMLTag(tokenizer.bytes[name]), attributes)
            case .end(let name): end(HTMLTag(tokenizer.bytes[name]))
            }
        }
        writer.finish()
    }

    private mutating func start(_ tag: HTMLTag, _ attributeRange: Range<Int>) {
        closeImplied(by: tag)
        let attributes =
            tag.carriesMarks && !attributeRange.isEmpty
            ? HTMLAttributes(tokenizer.bytes[attributeRange]) : HTMLAttributes.none
        writer.open(tag, attributes)
        if attributes.isMarked(as: HTMLQuoteForms.quoteStarts) {
            isQuotedToEnd = true
        }
        if tag == .hr || HTMLQuoteForms.isRule(attributes.style) { writer.markRule() }
        guard !tag.isVoid else { return updateZone() }
        guard open.count < Self.maxOpen else { return overflow += 1 }
        let role = role(of: tag, attributes)
        open.append(Element(tag: tag, role: role, scope: scope(above: open.count).entering(role, tag)))
        updateZone()
    }

    private func role(of tag: HTMLTag, _ attributes: HTMLAttributes) -> Role {
        if attributes.isHidden || attributes.style.contains("display:none") { return .hidden }
        if tag == .head { return .hidden }
        if attributes.isMarked(as: HTMLQuoteForms.containers), tag != .blockquote {
            return .container(isForward: false, quoteSeen: false)
        }
        if attributes.marks.contains("gmail_attr") { return .attribution }
        if attributes.isMarked(as: HTMLQuoteForms.quotes)
            || HTMLQuoteForms.quoteNames.contains(attributes.name)
        {
            return .quote
        }
        if tag == .blockquote {
            return attributes.type != "cite" && HTMLQuoteForms.isIndentation(attributes.style) ? .plain : .quote
        }
        if attributes.isMarked(as: HTMLQuoteForms.signatures)
            || HTMLQuoteForms.signatureNames.contains(attributes.name)
        {
            return .signature
        }
        return .plain
    }

    /// An element that the standard closes when another of its kind starts.
    private mutating func closeImplied(by tag: HTMLTag) {
        guard let top = open.last?.tag, overflow == 0 else { return }
        let closes: Bool =
            switch tag {
            case .p: top == .p
            case .li: top == .li
            case .td: top == .td
            case .tr: top == .td || top == .tr
            case .div, .table, .blockquote, .list: top == .p
            default: false
            }
        if closes { pop() }
    }

    private mutating func end(_ tag: HTMLTag) {
        writer.close(tag)
        guard !tag.isVoid else { return }
        if overflow > 0 { return overflow -= 1 }
        for (distance, element) in open.reversed().prefix(Self.maxSearch).enumerated() {
            if element.tag == tag {
                for _ in 0...distance { pop() }
                return updateZone()
            }
            guard tag.mayClose(element.tag) else { return }
        }
    }

    private mutating func pop() {
        guard let element = open.popLast() else { return }
        if element.role == .attribution, writer.lastTextIsForwardMark { markContainer { _ in (true, false) } }
        if element.role == .quote { markContainer { isForward in (isForward, true) } }
    }

    /// Tells the innermost open container, if it is the direct scope of the quote that closed, what came by.
    private mutating func markContainer(_ change: (Bool) -> (isForward: Bool, quoteSeen: Bool)) {
        for index in open.indices.reversed().prefix(8) {
            switch open[index].role {
            case .container(let isForward, _):
                let (forward, seen) = change(isForward)
                open[index].role = .container(isForward: forward, quoteSeen: seen)
                for inner in index..<open.count {
                    open[inner].scope = scope(above: inner).entering(open[inner].role, open[inner].tag)
                }
                return
            case .quote: return
            default: continue
            }
        }
    }

    private func scope(above index: Int) -> Scope {
        index > 0 ? open[index - 1].scope : Scope()
    }

    private mutating func updateZone() {
        var scope = scope(above: open.count)
        if isQuotedToEnd { scope.zone = .quoted }
        writer.enter(scope)
    }
}
