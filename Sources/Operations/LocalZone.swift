package import Timing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The zone in which people are shown times: that of `TZ`, otherwise the machine's. JSON always uses UTC.
package struct LocalZone: Sendable {
    /// The offset from UTC there at an instant, and its name.
    let rule: @Sendable (Timestamp) -> (offset: Duration, name: String)

    package static let current = LocalZone { instant in
        var seconds = time_t(instant.microsecondsSince1970 / 1_000_000)
        var fields = tm()
        guard localtime_r(&seconds, &fields) != nil else { return (.zero, "UTC") }
        return (.seconds(Int64(fields.tm_gmtoff)), fields.tm_zone.map { String(cString: $0) } ?? "UTC")
    }

    package static let utc = LocalZone { _ in (.zero, "UTC") }

    package init(rule: @escaping @Sendable (Timestamp) -> (offset: Duration, name: String)) {
        self.rule = rule
    }

    func rule(at instant: Timestamp) -> (offset: Duration, name: String) { rule(instant) }

    /// The instant at which clocks there show this time; where they show it twice, in autumn, the first.
    ///
    /// - Parameter text: `2026-12-24T09:00`, `2026-12-24 09:00:30`, or a day alone, at its beginning.
    package func instant(_ text: String) -> Timestamp? {
        var clock = text.replacing(" ", with: "T")
        if !clock.contains("T") { clock += "T00:00" }
        if clock.split(separator: ":").count == 2 { clock += ":00" }
        guard let shown = Timestamp(rfc3339: clock + "Z") else { return nil }
        let candidates = [-86_400, 86_400].map { shown - rule(shown + .seconds($0)).offset }.sorted { $0 < $1 }
        return candidates.first { $0 + rule($0).offset == shown } ?? candidates[0]
    }
}
