/// The automaton of Aho and Corasick (Efficient String Matching, 1975) over bytes: finds every phrase in one pass.
///
/// Nodes are numbered level by level, so the children of a node follow each other, and those of the next node follow
/// them: a node is 13 octets, spread over four arrays. The rules make more than a million of them.
struct PhraseAutomaton: Sendable {
    /// For each node its first child; the one after the last child is the first of the next node. One more than nodes.
    private var firstChild: [Int32] = []
    /// The byte that leads to each node; ascending among the children of one.
    private var byte: [UInt8] = [0]
    /// The node for the longest proper suffix of each node's text.
    private var fallback: [Int32]
    /// The longest phrase that ends each node's text, or -1.
    private var ending: [Int32]
    /// For each phrase the longest other phrase that ends it, or -1.
    private var shorter: [Int32]
    private let lengths: [Int32]

    /// `phrases` must be sorted and without duplicates or empty ones.
    init(sorted phrases: [[UInt8]]) {
        lengths = phrases.map { Int32($0.count) }
        shorter = [Int32](repeating: -1, count: phrases.count)
        ending = []
        fallback = []
        buildTree(phrases)
        fallback = [Int32](repeating: 0, count: byte.count)
        for node in 0..<byte.count { linkChildren(of: node) }
    }

    /// Calls `found` with the number of each phrase that occurs and where, ends ascending.
    func search(_ text: [UInt8], _ found: (_ phrase: Int, _ range: Range<Int>) -> Void) {
        var node = 0
        for (position, byte) in text.enumerated() {
            node = step(node, byte)
            var phrase = Int(ending[node])
            while phrase >= 0 {
                found(phrase, (position + 1 - Int(lengths[phrase]))..<(position + 1))
                phrase = Int(shorter[phrase])
            }
        }
    }

    private func step(_ start: Int, _ byte: UInt8) -> Int {
        var node = start
        while true {
            if let child = child(of: node, byte) { return child }
            if node == 0 { return 0 }
            node = Int(fallback[node])
        }
    }

    private func child(of node: Int, _ wanted: UInt8) -> Int? {
        var low = Int(firstChild[node])
        var high = Int(firstChild[node + 1])
        while low < high {
            let middle = (low + high) / 2
            if byte[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low < Int(firstChild[node + 1]) && byte[low] == wanted ? low : nil
    }
}

extension PhraseAutomaton {
    /// Cuts the sorted phrases into groups that share their beginning, one level after the other; a group is a node.
    private mutating func buildTree(_ phrases: [[UInt8]]) {
        var groups: [Range<Int32>] = [0..<Int32(phrases.count)]
        var depth = 0
        while !groups.isEmpty {
            var next: [Range<Int32>] = []
            for group in groups {
                var rest = Int(group.lowerBound)..<Int(group.upperBound)
                let isPhrase = depth > 0 && phrases[rest.lowerBound].count == depth
                ending.append(isPhrase ? Int32(rest.lowerBound) : -1)
                if isPhrase { rest = (rest.lowerBound + 1)..<rest.upperBound }
                firstChild.append(Int32(byte.count))
                while let first = rest.first {
                    let value = phrases[first][depth]
                    let end = rest.first { phrases[$0][depth] != value } ?? rest.upperBound
                    byte.append(value)
                    next.append(Int32(first)..<Int32(end))
                    rest = end..<rest.upperBound
                }
            }
            groups = next
            depth += 1
        }
        firstChild.append(Int32(byte.count))
    }

    /// Nodes come in the order of their levels, so what a child falls back to is complete before it.
    private mutating func linkChildren(of node: Int) {
        for child in Int(firstChild[node])..<Int(firstChild[node + 1]) {
            let link = node == 0 ? 0 : step(Int(fallback[node]), byte[child])
            fallback[child] = Int32(link)
            let suffix = ending[link]
            if ending[child] >= 0 { shorter[Int(ending[child])] = suffix } else { ending[child] = suffix }
        }
    }
}
