import Hummingbird
import Storage
import Timing

extension TimePlace {
    /// As a query holds it: `2026-11-30T09:00:00Z_17`.
    init?(_ text: String) {
        let parts = text.split(separator: "_")
        guard parts.count == 2, let at = Timestamp(rfc3339: String(parts[0])), let key = Int64(parts[1]) else {
            return nil
        }
        self.init(at: at, key: key)
    }

    var query: String { "\(at.rfc3339)_\(key)".formQuery }
}

extension Request {
    /// Where the asked page begins; nil for the first one.
    var place: TimePlace? { asked("after").flatMap(TimePlace.init) }
}
