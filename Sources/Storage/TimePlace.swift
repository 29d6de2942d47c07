import Database
package import Timing

/// Where a list in order of time goes on: behind this row.
package struct TimePlace: Sendable, Hashable {
    package let at: Timestamp
    /// The row's key, since rows may have the same time.
    package let key: Int64

    package init(at: Timestamp, key: Int64) {
        self.at = at
        self.key = key
    }
}

extension SQL {
    /// Whether a row comes behind `place`, by these two columns.
    static func isBehind(_ place: TimePlace, _ at: SQL, _ key: SQL) -> SQL {
        "(\(at) >= \(place.at) AND (\(at) > \(place.at) OR \(key) > \(place.key)))"
    }
}
