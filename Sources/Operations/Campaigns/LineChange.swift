package import Text

/// One line of a text beside its former version.
package struct LineChange: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case same, removed, added
        /// Lines that are the same, in place of which their number is told.
        case leftOut = "left_out"
    }

    package let kind: Kind
    package let text: String

    /// Lines around a change that are shown with it.
    private static let context = 2
    /// With more changed lines than this on either side, all old ones and then all new ones are shown: finding out which of them
    /// are the same takes a time that grows with the square of their number.
    private static let mostCompared = 400

    /// The lines of both texts in order, those that are the same only near a change; empty where the texts are the same.
    package static func all(from old: String, to new: String) -> [LineChange] {
        guard old != new else { return [] }
        let (before, after) = (lines(of: old), lines(of: new))
        let head = zip(before, after).prefix { $0 == $1 }.count
        let rest = min(before.count, after.count) - head
        let tail = zip(before.reversed(), after.reversed()).prefix(rest).prefix { $0 == $1 }.count
        let changed = between(
            Array(before[head..<(before.count - tail)]), Array(after[head..<(after.count - tail)]))
        let same = { (lines: ArraySlice<String>) in lines.map { LineChange(kind: .same, text: $0) } }
        return shortened(same(before[..<head]) + changed + same(before[(before.count - tail)...]))
    }

    private static func lines(of text: String) -> [String] {
        text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private static func between(_ old: [String], _ new: [String]) -> [LineChange] {
        guard old.count <= mostCompared, new.count <= mostCompared else {
            return old.map { LineChange(kind: .removed, text: $0) } + new.map { LineChange(kind: .added, text: $0) }
        }
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let place, _, _): removed.insert(place)
            case .insert(let place, _, _): added.insert(place)
            }
        }
        var changes: [LineChange] = []
        var (from, to) = (0, 0)
        while from < old.count || to < new.count {
            if removed.contains(from) {
                changes.append(LineChange(kind: .removed, text: old[from]))
                from += 1
            } else if added.contains(to) {
                changes.append(LineChange(kind: .added, text: new[to]))
                to += 1
            } else {
                changes.append(LineChange(kind: .same, text: old[from]))
                (from, to) = (from + 1, to + 1)
            }
        }
        return changes
    }

    /// Without the lines that are far from any change.
    private static func shortened(_ changes: [LineChange]) -> [LineChange] {
        var isNear = Array(repeating: false, count: changes.count)
        for place in changes.indices where changes[place].kind != .same {
            for near in max(0, place - context)...min(changes.count - 1, place + context) { isNear[near] = true }
        }
        var shown: [LineChange] = []
        var leftOut = 0
        for (change, isNear) in zip(changes, isNear) {
            if !isNear {
                leftOut += 1
                continue
            }
            shown += note(leftOut)
            leftOut = 0
            shown.append(change)
        }
        return shown + note(leftOut)
    }

    private static func note(_ count: Int) -> [LineChange] {
        count == 0
            ? [] : [LineChange(kind: .leftOut, text: count == 1 ? "1 line as before" : "\(count) lines as before")]
    }
}

extension LineChange: JSONConvertible {
    package var json: JSON { ["kind": kind.rawValue, "text": text] }
}
