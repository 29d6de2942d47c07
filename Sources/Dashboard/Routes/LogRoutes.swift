import Events
import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import ServiceLifecycle
import Storage
import Text

/// The audit, newest first, and the signal that tells open pages of news.
struct LogRoutes {
    static let page = 100

    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/log") { request, context in
            try await log(request, context)
        }
        router.get("/live") { _, context in
            _ = try context.user()
            return try live()
        }
        router.get("/help") { _, context in
            let keys: [JSON] = [
                ["key": "j, k", "what": "next and previous line"], ["key": "Enter", "what": "open it"],
                ["key": "e", "what": "done with this conversation"], ["key": "u", "what": "back to the list"],
                ["key": "?", "what": "this page"],
            ]
            return parts.pages.response(
                "help", ["title": "Help", "place": "/help", "keys": keys.json, "command": "mosaic --help"],
                for: try context.user())
        }
    }

    private func log(_ request: Request, _ context: DeskContext) async throws -> Response {
        let search = LogSearch(Form.parsed(request.uri.query ?? ""))
        let before = JobRoutes.number("before", in: request)
        var found = AuditPage.nothing
        var fault: String?
        do { found = try await search.page(before: before, of: parts.store) } catch let failure as OperationFailure {
            fault = failure.description
        }
        let model: JSON = [
            "title": "Log", "place": "/log", "command": "mosaic logs --follow", "fault": fault,
            "events": found.lines.map(parts.shown.row).json, "has_events": !found.lines.isEmpty,
            "is_first": before == nil, "older": found.before,
            "is_partial": found.before != nil && found.lines.count < Self.page,
            "reached": parts.shown.time(found.reached),
        ]
        return parts.pages.response(
            "log", model.joined(search.model), for: try context.user(),
            status: fault == nil ? .ok : .unprocessableContent)
    }

    /// Server-sent events (HTML standard, section 9.2): `news` with a number, and a comment every 15 s.
    private func live() throws -> Response {
        guard let news = parts.feed.listen() else {
            throw HTTPError(
                .tooManyRequests, message: "Too many pages are open: this one shows news when it is loaded.")
        }
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
            for await piece in Self.pieces(of: news).cancelOnGracefulShutdown() {
                try await writer.write(ByteBuffer(string: piece))
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
    }

    /// News, and a comment when there is none for a while, which also detects that the other end has gone.
    private static func pieces(of news: AsyncStream<Int64>) -> AsyncStream<String> {
        AsyncStream { continuation in
            let task = Task {
                await withDiscardingTaskGroup { group in
                    group.addTask {
                        for await id in news { continuation.yield("event: news\nid: \(id)\ndata: \(id)\n\n") }
                    }
                    group.addTask {
                        while (try? await Task.sleep(for: .seconds(15))) != nil {
                            continuation.yield(": still here\n\n")
                        }
                    }
                }
            }
            // The body ends with its connection, and the task with the body.
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
