/// A point on the wall clock, in whole microseconds since 1970-01-01T00:00:00Z.
///
/// Due times, leases and the database speak in timestamps; timeouts and backoff speak in `Duration`
/// on a monotonic clock. Arithmetic saturates instead of trapping.
public struct Timestamp: Hashable, Comparable, Sendable, Codable {
    /// Microseconds since the Unix epoch; negative before it.
    public let microsecondsSince1970: Int64

    public init(microsecondsSince1970: Int64) {
        self.microsecondsSince1970 = microsecondsSince1970
    }

    /// The timestamp `seconds` after the Unix epoch.
    public init(secondsSince1970 seconds: Int64) {
        let (value, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        self.init(microsecondsSince1970: overflow ? (seconds < 0 ? .min : .max) : value)
    }

    public static let epoch = Timestamp(microsecondsSince1970: 0)
    public static let distantPast = Timestamp(microsecondsSince1970: .min)
    public static let distantFuture = Timestamp(microsecondsSince1970: .max)

    /// Whole seconds since the epoch, rounded down.
    public var secondsSince1970: Int64 {
        microsecondsSince1970.quotientRoundedDown(by: 1_000_000)
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microsecondsSince1970 < right.microsecondsSince1970
    }

    public static func + (time: Timestamp, span: Duration) -> Timestamp {
        let (sum, overflow) = time.microsecondsSince1970.addingReportingOverflow(span.microseconds)
        return Timestamp(microsecondsSince1970: overflow ? (span < .zero ? .min : .max) : sum)
    }

    public static func - (time: Timestamp, span: Duration) -> Timestamp {
        time + (.zero - span)
    }

    /// The span from `earlier` to `later`; negative when they are the other way round.
    public static func - (later: Timestamp, earlier: Timestamp) -> Duration {
        let (span, overflow) = later.microsecondsSince1970
            .subtractingReportingOverflow(earlier.microsecondsSince1970)
        return .microseconds(overflow ? (later > earlier ? Int64.max : .min) : span)
    }
}

extension Duration {
    /// This span in whole microseconds, saturating at the range of `Int64`.
    public var microseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, carry) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        return overflow || carry ? (seconds < 0 ? .min : .max) : sum
    }

    /// This span in seconds, for arithmetic that needs a fraction and for logs.
    public var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}

extension Int64 {
    func quotientRoundedDown(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
