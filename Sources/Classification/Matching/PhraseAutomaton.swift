/// The minimal acyclic automaton of all phrases (Daciuk, Mihov, Watson and Watson, Incremental Construction of Minimal
/// Acyclic Finite-State Automata, 2000): phrases share their beginnings, and also their ends if these mean the same.
///
/// A line of the rules that stands for thousands of phrases becomes a handful of states.
struct PhraseAutomaton: Sendable {
    /// For each state its first edge; a state's edges end where the next state's begin. One entry more than states.
    private var firstEdge: [Int32] = [0]
    /// The labels of edges, ascending within a state.
    private var edgeByte: [UInt8] = []
    private var edgeTarget: [Int32] = []
    /// For each state the number of the meaning of the phrase that ends there, or `nothing`.
    private var outcomes: [UInt16] = []
    /// The state after the first byte of a phrase, or -1.
    private var starts = [Int32](repeating: -1, count: 256)

    static let nothing = UInt16.max

    /// - Parameter phrases: sorted by their bytes, without duplicates or empty ones, each with the number of its meaning.
    init(sorted phrases: some Sequence<(bytes: [UInt8], outcome: UInt16)>) {
        var builder = Builder()
        for phrase in phrases { builder.add(phrase.bytes, outcome: phrase.outcome, to: &self) }
        let root = Int(builder.finish(&self))
        for edge in edges(of: root) {
            starts[Int(edgeByte[edge])] = edgeTarget[edge]
        }
    }

    /// Calls `found` for each phrase that occurs, with the number of its meaning and its place: in order of beginnings, shorter ones
    /// first. From each position it walks no further than the longest phrase.
    func search(_ text: [UInt8], _ found: (_ outcome: Int, _ range: Range<Int>) -> Void) {
        for start in text.indices {
            var state = Int(starts[Int(text[start])])
            var end = start + 1
            while state >= 0 {
                let outcome = outcomes[state]
                if outcome != Self.nothing { found(Int(outcome), start..<end) }
                guard end < text.count else { break }
                state = target(of: state, text[end])
                end += 1
            }
        }
    }

    /// Reads what ``write(to:)`` wrote.
    init(_ image: inout ImageReader) throws(ImageReader.Shortage) {
        firstEdge = try image.values()
        edgeByte = try image.values()
        edgeTarget = try image.values()
        outcomes = try image.values()
        starts = try image.values()
    }

    func write(to image: inout ImageWriter) {
        image.append(firstEdge)
        image.append(edgeByte)
        image.append(edgeTarget)
        image.append(outcomes)
        image.append(starts)
    }

    /// The number of states, for maintainers of the rules.
    var stateCount: Int { outcomes.count }

    private func target(of state: Int, _ byte: UInt8) -> Int {
        let edges = edges(of: state)
        var (low, high) = (edges.lowerBound, edges.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if edgeByte[middle] < byte { low = middle + 1 } else { high = middle }
        }
        return low < edges.upperBound && edgeByte[low] == byte ? Int(edgeTarget[low]) : -1
    }
}

extension PhraseAutomaton {
    /// A state that may still get edges: it lies on the path of the newest phrase.
    private struct OpenState {
        var outcome = PhraseAutomaton.nothing
        var edges: [(byte: UInt8, target: Int32)] = []
    }

    private struct Builder {
        /// The states up to `depth` are open; those behind keep their memory for the next phrase.
        private var path = [OpenState()]
        private var depth = 0
        private var newest: [UInt8] = []
        /// A hash table of all closed states, open addressing; -1 is free.
        private var register = [Int32](repeating: -1, count: 1 << 12)

        mutating func add(_ phrase: [UInt8], outcome: UInt16, to automaton: inout PhraseAutomaton) {
            var shared = 0
            while shared < min(newest.count, phrase.count), newest[shared] == phrase[shared] { shared += 1 }
            close(below: shared, of: &automaton)
            while path.count <= phrase.count { path.append(OpenState()) }
            depth = phrase.count
            path[depth].outcome = outcome
            newest = phrase
        }

        mutating func finish(_ automaton: inout PhraseAutomaton) -> Int32 {
            close(below: 0, of: &automaton)
            return closed(path[0], of: &automaton)
        }

        /// Closes the states that the next phrase does not share with the newest one, deepest first.
        private mutating func close(below shared: Int, of automaton: inout PhraseAutomaton) {
            while depth > shared {
                let target = closed(path[depth], of: &automaton)
                path[depth].outcome = PhraseAutomaton.nothing
                path[depth].edges.removeAll(keepingCapacity: true)
                depth -= 1
                path[depth].edges.append((newest[depth], target))
            }
        }

        /// An existing state with the same edges and meaning, or a new one.
        private mutating func closed(_ state: OpenState, of automaton: inout PhraseAutomaton) -> Int32 {
            var slot = Self.hash(state) & (register.count - 1)
            while register[slot] >= 0 {
                if automaton.says(state, at: Int(register[slot])) { return register[slot] }
                slot = (slot + 1) & (register.count - 1)
            }
            let number = automaton.append(state)
            register[slot] = number
            if 2 * automaton.stateCount > register.count { grow(automaton) }
            return number
        }

        private mutating func grow(_ automaton: PhraseAutomaton) {
            register = [Int32](repeating: -1, count: register.count * 4)
            for number in 0..<automaton.stateCount {
                var slot = Self.hash(automaton.state(number)) & (register.count - 1)
                while register[slot] >= 0 { slot = (slot + 1) & (register.count - 1) }
                register[slot] = Int32(number)
            }
        }

        /// FNV-1a over the outcome and the edges, its high half folded in.
        private static func hash(_ state: OpenState) -> Int {
            var hash = 0xcbf2_9ce4_8422_2325 ^ UInt64(state.outcome)
            for edge in state.edges {
                hash = (hash ^ UInt64(edge.byte)) &* 0x100_0000_01b3
                hash = (hash ^ UInt64(UInt32(bitPattern: edge.target))) &* 0x100_0000_01b3
            }
            return Int(truncatingIfNeeded: hash ^ hash >> 32)
        }
    }

    private mutating func append(_ state: OpenState) -> Int32 {
        for edge in state.edges {
            edgeByte.append(edge.byte)
            edgeTarget.append(edge.target)
        }
        firstEdge.append(Int32(edgeByte.count))
        outcomes.append(state.outcome)
        return Int32(outcomes.count - 1)
    }

    private func edges(of number: Int) -> Range<Int> { Int(firstEdge[number])..<Int(firstEdge[number + 1]) }

    private func says(_ state: OpenState, at number: Int) -> Bool {
        let edges = edges(of: number)
        return outcomes[number] == state.outcome && edges.count == state.edges.count
            && zip(edges, state.edges).allSatisfy { edgeByte[$0] == $1.byte && edgeTarget[$0] == $1.target }
    }

    private func state(_ number: Int) -> OpenState {
        OpenState(outcome: outcomes[number], edges: edges(of: number).map { (edgeByte[$0], edgeTarget[$0]) })
    }
}
