import Events
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Observability
import Operations
import Text

/// Turns errors into answers: a page for people, JSON for programs, and never any internal detail.
struct Failures: RouterMiddleware {
    typealias Context = DeskContext

    let pages: Pages
    let log: Logger

    func handle(
        _ input: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(input, context)
        } catch let failure as OperationFailure {
            return answer(failure.kind.status, failure.description, input, context)
        } catch let error as HTTPError {
            let sentence = error.body ?? (error.status == .notFound ? "There is nothing here." : "\(error.status)")
            return answer(error.status, sentence, input, context)
        } catch let error as any HTTPResponseError {
            return answer(error.status, "\(error.status)", input, context)
        } catch let error as CancellationError {
            throw error
        } catch {
            log.event(
                .deskFailed, ["error": "\(error)", "do": "look whether the database answers: mosaic doctor"])
            return answer(
                .serviceUnavailable, "The database did not answer. Nothing was changed; try again in a minute.", input,
                context)
        }
    }

    /// The page of ours that the request came from, where a form of it was refused.
    private static func back(_ request: Request) -> String? {
        guard request.method == .post, let authority = request.head.authority, let page = request.headers[.referer]
        else { return nil }
        let own = ["http://\(authority)/", "https://\(authority)/"].first(where: page.hasPrefix)
        return own.map { "/" + page.dropFirst($0.count).drop { $0 == "/" || $0 == "\\" } }
    }

    private func answer(
        _ status: HTTPResponse.Status, _ sentence: String, _ request: Request, _ context: Context
    ) -> Response {
        if request.uri.path.hasPrefix("/api/") {
            return .json(["error": sentence], status: status)
        }
        let title = status == .notFound ? "Not found" : "Not done"
        let model: JSON = ["title": title, "sentence": sentence, "back": Self.back(request)]
        return pages.response("failure", model, for: context.visitor, status: status)
    }
}

extension OperationFailure.Kind {
    var status: HTTPResponse.Status {
        switch self {
        case .unknown: .notFound
        case .refused: .conflict
        case .unusable: .unprocessableContent
        case .notReady: .serviceUnavailable
        }
    }
}
