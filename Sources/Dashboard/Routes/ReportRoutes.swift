import Correspondence
import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import Storage
import Text
import Timing

/// Reports: mails that left and failed between two days.
struct ReportRoutes {
    static let page = 100

    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/reports") { request, context in try await report(request, context) }
        router.get("/reports/mails.csv") { request, context in
            _ = try context.user()
            let report = try range(request).report(of: parts.store)
            let body = ResponseBody { writer in
                try await report.writeCSV { bytes in try await writer.write(ByteBuffer(bytes: bytes)) }
                try await writer.finish(nil)
            }
            return Response(status: .ok, headers: .download("mails.csv"), body: body)
        }
    }

    private func range(_ request: Request) throws -> ReportRange {
        try ReportRange(Form.parsed(request.uri.query ?? ""), now: parts.clock.now)
    }

    private func report(_ request: Request, _ context: DeskContext) async throws -> Response {
        let range = try range(request)
        let report = try range.report(of: parts.store)
        let sums = try await parts.reportSums.value(of: range.span)
        let found = try await report.mails(before: range.place, limit: Self.page + 1)
        let mails = found.prefix(Self.page)
        let shown = parts.shown
        let next = found.count > Self.page ? mails.last : nil
        let model: JSON = [
            "title": "Reports", "place": "/reports",
            "command": "mosaic reports --from \(range.first) --to \(range.last)",
            "from": range.first, "to": range.last, "offset": range.offset, "is_counting": sums == nil,
            "sums": sums.map {
                ["sent": $0.sent.grouped, "failed": $0.failed.grouped, "recipients": $0.recipients.grouped] as JSON
            }, "has_mails": !mails.isEmpty,
            "mails": mails.map { mail in
                mail.json.joined([
                    "time": shown.time(mail.at), "words": mail.state.rawValue.words, "is_fault": mail.isFault,
                ])
            }.json, "next": next.map { "\($0.at.rfc3339)_\($0.id)".formQuery },
        ]
        return parts.pages.response("reports", model, for: try context.user())
    }
}

/// The range of a report, as it is counted.
struct ReportSpan: Hashable, Sendable {
    let begin: Timestamp
    /// The first instant no longer included.
    let end: Timestamp

    func report(of store: Store) throws -> MailReport { try MailReport(from: begin, to: end, of: store) }
}

/// The days of a report: from the first to the last, both whole, by the viewer's clock.
struct ReportRange {
    private static let day = Duration.seconds(86_400)

    /// `2026-11-30`.
    let first: String
    let last: String
    /// The offset of the viewer's clock from UTC, in minutes.
    let offset: Int
    /// Where the next page continues.
    let place: ReportPlace?
    let span: ReportSpan

    /// The last seven days unless others are named.
    init(_ query: [String: String], now: Timestamp) throws {
        offset = max(-1_440, min(1_440, Int(query["offset"] ?? "") ?? 0))
        let ahead = Duration.seconds(offset * 60)
        let today = String((now + ahead).rfc3339.prefix(10))
        last = query["to"].flatMap { $0.isEmpty ? nil : $0 } ?? today
        guard let lastDay = Self.midnight(last) else { throw Self.unreadable }
        first = query["from"].flatMap { $0.isEmpty ? nil : $0 } ?? String((lastDay - Self.day * 6).rfc3339.prefix(10))
        guard let firstDay = Self.midnight(first) else { throw Self.unreadable }
        span = ReportSpan(begin: firstDay - ahead, end: lastDay + Self.day - ahead)
        let parts = (query["before"] ?? "").split(separator: "_")
        place =
            parts.count == 2
            ? Timestamp(rfc3339: String(parts[0])).flatMap { at in
                Int64(parts[1]).map { ReportPlace(at: at, mail: .init(rawValue: $0)) }
            } : nil
    }

    func report(of store: Store) throws -> MailReport { try span.report(of: store) }

    /// In UTC; nil for anything but a day.
    static func midnight(_ day: String) -> Timestamp? {
        day.utf8.count == 10 ? Timestamp(rfc3339: day + "T00:00:00Z") : nil
    }

    private static var unreadable: OperationFailure {
        OperationFailure(.unusable, "Write days as 2026-11-30.")
    }
}
