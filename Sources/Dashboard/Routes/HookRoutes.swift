import Correspondence
import Events
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Observability
import Operations
import Text

/// The address to which providers post reports on mails. There is no login: a post counts by its signature alone.
struct HookRoutes {
    /// SNS posts at most 256 KiB, which escaping makes longer.
    private static let largestPost = 1_024 * 1_024

    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.post(RouterPath(LoginCheck.hook)) { request, _ in
            guard let hook = parts.hook else { throw HTTPError(.notFound) }
            let body = try await request.collected(upTo: Self.largestPost, within: parts.options.patience)
            return response(to: try await hook.take(Array(buffer: body)), from: hook.source)
        }
    }

    private func response(to answer: ReportHook.Answer, from source: String) -> Response {
        switch answer {
        case .taken(let conversation, let report):
            if let conversation, let report {
                parts.log.event(
                    .mailReported,
                    ["thread": conversation, "report": report.kind.rawValue, "detail": report.detail])
            }
            return .json(["status": "taken"])
        case .stranger: return .json(["error": "This is nothing that is expected here."], status: .forbidden)
        case .refused(let reason):
            parts.log.event(
                .reportsFailed, ["source": source, "error": "refused: \(reason)", "do": "docs/providers/ses.md"])
            return .json(["error": "This is nothing that is expected here."], status: .forbidden)
        case .notNow(let reason):
            parts.log.event(.reportsFailed, ["source": source, "error": reason, "do": "nothing: it is posted again"])
            return .json(["error": "Not now."], status: .serviceUnavailable)
        }
    }
}
