/// The matching of braces in a source, and the pipes directly between them.
struct Braces {
    /// For each opening brace: the closing one. Contains only pairs.
    private(set) var closing: [Int: Int] = [:]
    /// For each opening brace: the pipes directly in it.
    private(set) var pipes: [Int: [Int]] = [:]
    /// Closing braces without an opening one.
    private(set) var strays: Set<Int> = []

    init(_ bytes: [UInt8]) {
        var open: [Int] = []
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "{"): open.append(index)
            case UInt8(ascii: "|"): if let last = open.last { pipes[last, default: []].append(index) }
            case UInt8(ascii: "}"):
                if let start = open.popLast() { closing[start] = index } else { strays.insert(index) }
            default: break
            }
        }
    }
}
