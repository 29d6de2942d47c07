/// The elements that matter to the text of a mail.
enum HTMLTag: Equatable {
    case html, head, body, p, div, blockquote, pre, table, tr, td, li, list, heading, hr, br, img, a, voidElement
    /// Elements without a line of their own, told apart by name so that their end tags match.
    case inline(UInt64)

    init(_ name: ArraySlice<UInt8>) {
        // Eight bytes identify every element that has a meaning here; longer names are inline by their first eight.
        var key: UInt64 = 0
        for byte in name.prefix(8) { key = key << 8 | UInt64(byte.asciiLowercased) }
        self = Self.known[key] ?? .inline(key)
    }

    private static let known: [UInt64: HTMLTag] = {
        let rows: [(String, HTMLTag)] = [
            ("html", .html), ("head", .head), ("body", .body), ("p", .p), ("div", .div), ("section", .div),
            ("article", .div), ("center", .div), ("address", .div), ("fieldset", .div), ("form", .div), ("dd", .div),
            ("dt", .div), ("footer", .div), ("header", .div), ("main", .div), ("aside", .div), ("nav", .div),
            ("blockquote", .blockquote), ("pre", .pre), ("table", .table), ("tr", .tr), ("td", .td), ("th", .td),
            ("li", .li), ("ul", .list), ("ol", .list), ("dl", .list), ("h1", .heading), ("h2", .heading),
            ("h3", .heading), ("h4", .heading), ("h5", .heading), ("h6", .heading), ("hr", .hr), ("br", .br),
            ("img", .img), ("a", .a), ("meta", .voidElement), ("link", .voidElement), ("input", .voidElement),
            ("col", .voidElement), ("wbr", .voidElement), ("base", .voidElement), ("area", .voidElement),
            ("source", .voidElement), ("embed", .voidElement), ("param", .voidElement),
        ]
        return Dictionary(
            rows.map { name, tag in (name.utf8.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }, tag) },
            uniquingKeysWith: { first, _ in first })
    }()

    var isVoid: Bool {
        switch self {
        case .hr, .br, .img, .voidElement: true
        default: false
        }
    }

    /// Whether its attributes are worth reading.
    var carriesMarks: Bool { self != .br && self != .voidElement }

    /// Whether it starts and ends lines.
    var isBlock: Bool {
        switch self {
        case .p, .div, .blockquote, .pre, .table, .tr, .li, .list, .heading, .hr, .body: true
        default: false
        }
    }

    /// Whether its end tag closes `other` on the way: a stray `</b>` or `</p>` must not close the table around it.
    func mayClose(_ other: HTMLTag) -> Bool {
        switch self {
        case .html, .body, .blockquote: true
        case .table: other != .blockquote
        case .tr, .td: other != .table && other != .blockquote
        case .div, .list: other != .td && other != .table && other != .blockquote
        default:
            switch other {
            case .inline, .a, .p: true
            default: false
            }
        }
    }
}
