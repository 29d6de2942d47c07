import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import Text
import Timing

/// The one public page: the opt-out (RFC 8058). A GET changes nothing, so no link scanner opts anybody out; any POST does, from a
/// mail program or from the page's own button, without a login. A link that is not ours is answered like any
/// other.
struct OptOutRoutes {
    let parts: DeskParts
    private let visits = VisitLimit(perMinute: 60)

    init(parts: DeskParts) { self.parts = parts }

    func add(to router: Router<DeskContext>) {
        router.get("\(DeskOptions.optOutPath):token") { _, context -> Response in
            guard admits(context) else { return Self.refusal }
            return page(isSettled: try await OptOuts(parts.store).isSettled(try context.token()))
        }
        // The content of the post does not matter: posting is the wish.
        router.post("\(DeskOptions.optOutPath):token") { _, context -> Response in
            guard admits(context) else { return Self.refusal }
            try await OptOuts(parts.store).take(try context.token())
            return page(isSettled: true)
        }
    }

    private func admits(_ context: DeskContext) -> Bool { visits.admits(context.origin, at: parts.clock.now) }

    private static var refusal: Response {
        Response(
            status: .tooManyRequests, headers: [.retryAfter: "60", .contentType: "text/plain; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: "Too many requests: try again in a minute.\n")))
    }

    private func page(isSettled: Bool) -> Response {
        let model: JSON = ["title": isSettled ? "Unsubscribed" : "Unsubscribe?", "is_settled": isSettled]
        return Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: parts.pages.html("optout", model))))
    }
}

extension DeskContext {
    fileprivate func token() throws -> String {
        guard let token = parameters.get("token") else { throw HTTPError(.notFound) }
        return token
    }
}
