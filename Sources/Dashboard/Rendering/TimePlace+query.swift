import Hummingbird
import Storage
import Timing

extension TimePlace {
    /// As a query holds it: `2026-11-30T09:00:00.123Z_17`, or instead of the time, of which rows show no more than milliseconds,
    /// the microseconds since 1970.
    init?(_ text: String) {
        let parts = text.split(separator: "_")
        guard parts.count == 2, let key = Int64(parts[1]) else { return nil }
        let exact = Int64(parts[0]).map(Timestamp.init(microsecondsSince1970:))
        guard let at = exact ?? Timestamp(rfc3339: parts[0]) else { return nil }
        self.init(at: at, key: key)
    }

    var query: String { "\(at.microsecondsSince1970)_\(key)" }
}

extension Request {
    /// Where the asked page begins; nil for the first one.
    var place: TimePlace? { asked("after").flatMap(TimePlace.init) }
}
