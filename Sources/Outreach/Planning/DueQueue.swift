package import Timing

/// Waiting rows, the earliest due first; among equals the lowest key.
package struct DueQueue: Sendable {
    package struct Entry: Hashable, Sendable {
        package let due: Timestamp
        package let key: Int

        package init(due: Timestamp, key: Int) {
            self.due = due
            self.key = key
        }

        func comesBefore(_ other: Entry) -> Bool { due != other.due ? due < other.due : key < other.key }
    }

    /// A binary heap: counted from 1, the entry at n comes before those at 2n and 2n + 1.
    private var heap: [Entry] = []

    package init() {}

    package var count: Int { heap.count }
    package var first: Entry? { heap.first }

    package mutating func insert(_ entry: Entry) {
        heap.append(entry)
        var place = heap.count - 1
        while place > 0, heap[place].comesBefore(heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    package mutating func removeFirst() -> Entry? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var place = 0
        while true {
            var next = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count && heap[child].comesBefore(heap[next])
            {
                next = child
            }
            guard next != place else { return first }
            heap.swapAt(place, next)
            place = next
        }
    }
}
