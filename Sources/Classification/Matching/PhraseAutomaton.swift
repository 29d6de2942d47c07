/// The automaton of Aho and Corasick (Efficient String Matching, 1975) over bytes: finds every phrase in one pass.
///
/// Edges lie in one array, a node's own in ascending order of their byte; only the root has a full table.
struct PhraseAutomaton: Sendable {
    private struct Node {
        var firstEdge: Int32 = 0
        var edgeCount: Int32 = 0
        var fallback: Int32 = 0
        /// The phrase that ends here, or -1.
        var phrase: Int32 = -1
        /// The nearest node on the fallback path that ends a phrase, or -1.
        var nextEnding: Int32 = -1
    }

    private let nodes: [Node]
    private let edgeBytes: [UInt8]
    private let edgeTargets: [Int32]
    private let rootTable: [Int32]
    private let lengths: [Int32]

    /// `phrases` must be sorted and without duplicates or empty ones.
    init(sorted phrases: [[UInt8]]) {
        let trie = PhraseTrie(sorted: phrases)
        var nodes = [Node](repeating: Node(), count: trie.count)
        var edgeBytes: [UInt8] = []
        var edgeTargets: [Int32] = []
        edgeBytes.reserveCapacity(trie.count)
        edgeTargets.reserveCapacity(trie.count)
        for index in 0..<trie.count {
            nodes[index].firstEdge = Int32(edgeBytes.count)
            nodes[index].phrase = trie.phrase[index]
            var child = trie.firstChild[index]
            while child >= 0 {
                edgeBytes.append(trie.byte[Int(child)])
                edgeTargets.append(child)
                child = trie.nextSibling[Int(child)]
            }
            nodes[index].edgeCount = Int32(edgeBytes.count) - nodes[index].firstEdge
        }
        var rootTable = [Int32](repeating: 0, count: 256)
        for edge in 0..<Int(nodes[0].edgeCount) { rootTable[Int(edgeBytes[edge])] = edgeTargets[edge] }

        func target(_ node: Int32, _ byte: UInt8) -> Int32? {
            let first = Int(nodes[Int(node)].firstEdge)
            for edge in first..<(first + Int(nodes[Int(node)].edgeCount)) where edgeBytes[edge] == byte {
                return edgeTargets[edge]
            }
            return nil
        }
        var queue = rootTable.filter { $0 != 0 }
        var head = 0
        while head < queue.count {
            let node = queue[head]
            head += 1
            let first = Int(nodes[Int(node)].firstEdge)
            for edge in first..<(first + Int(nodes[Int(node)].edgeCount)) {
                let child = edgeTargets[edge]
                queue.append(child)
                var fallback = nodes[Int(node)].fallback
                while fallback != 0, target(fallback, edgeBytes[edge]) == nil {
                    fallback = nodes[Int(fallback)].fallback
                }
                let link = fallback == 0 ? rootTable[Int(edgeBytes[edge])] : target(fallback, edgeBytes[edge]) ?? 0
                nodes[Int(child)].fallback = link
                let linked = nodes[Int(link)]
                nodes[Int(child)].nextEnding = linked.phrase >= 0 ? link : linked.nextEnding
            }
        }
        self.nodes = nodes
        self.edgeBytes = edgeBytes
        self.edgeTargets = edgeTargets
        self.rootTable = rootTable
        lengths = phrases.map { Int32($0.count) }
    }

    /// Calls `found` with the number of each phrase that occurs and where, ends ascending.
    func search(_ text: [UInt8], _ found: (_ phrase: Int, _ range: Range<Int>) -> Void) {
        var node: Int32 = 0
        for (position, byte) in text.enumerated() {
            node = step(node, byte)
            var ending = nodes[Int(node)].phrase >= 0 ? node : nodes[Int(node)].nextEnding
            while ending >= 0 {
                let phrase = Int(nodes[Int(ending)].phrase)
                found(phrase, (position + 1 - Int(lengths[phrase]))..<(position + 1))
                ending = nodes[Int(ending)].nextEnding
            }
        }
    }

    private func step(_ start: Int32, _ byte: UInt8) -> Int32 {
        var node = start
        while node != 0 {
            let first = Int(nodes[Int(node)].firstEdge)
            let end = first + Int(nodes[Int(node)].edgeCount)
            for edge in first..<end where edgeBytes[edge] >= byte {
                if edgeBytes[edge] == byte { return edgeTargets[edge] }
                break
            }
            node = nodes[Int(node)].fallback
        }
        return rootTable[Int(byte)]
    }
}

/// The phrases as a tree; children in ascending order because the phrases come sorted.
private struct PhraseTrie {
    var byte: [UInt8] = [0]
    var firstChild: [Int32] = [-1]
    var lastChild: [Int32] = [-1]
    var nextSibling: [Int32] = [-1]
    var phrase: [Int32] = [-1]
    var count: Int { byte.count }

    init(sorted phrases: [[UInt8]]) {
        var path: [Int32] = []
        var previous: [UInt8] = []
        for (number, bytes) in phrases.enumerated() {
            let shared = zip(previous, bytes).prefix { $0 == $1 }.count
            path.removeLast(path.count - shared)
            for position in shared..<bytes.count { path.append(add(bytes[position], under: path.last ?? 0)) }
            phrase[Int(path.last ?? 0)] = Int32(number)
            previous = bytes
        }
    }

    private mutating func add(_ value: UInt8, under parent: Int32) -> Int32 {
        let node = Int32(count)
        byte.append(value)
        firstChild.append(-1)
        lastChild.append(-1)
        nextSibling.append(-1)
        phrase.append(-1)
        let last = lastChild[Int(parent)]
        if last >= 0 { nextSibling[Int(last)] = node } else { firstChild[Int(parent)] = node }
        lastChild[Int(parent)] = node
        return node
    }
}
