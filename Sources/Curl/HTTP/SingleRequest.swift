import CLibCurl
import Synchronization

/// The outcome of a request that may be written at most once.
public enum SingleOutcome: Sendable, Equatable {
    case answered(HTTPResponse)
    /// The objection kept it from being written.
    case withheld(String)
    /// No connection came about: nothing was written.
    case notSent(CurlError)
    /// All or part of it was written, and no answer came: the server may have acted on it.
    case unanswered(CurlError)
}

/// The moment before a request is written: the connection stands, and no byte has been sent.
final class RequestGate: Sendable {
    private enum State {
        case closed, passed
        case refused(String)
    }

    private let objection: @Sendable () -> String?
    private let state = Mutex(State.closed)

    init(_ objection: @escaping @Sendable () -> String?) { self.objection = objection }

    /// On the transport's thread; false where the request must not be written.
    func pass() -> Bool {
        let reason = objection()
        state.withLock { $0 = reason.map(State.refused) ?? .passed }
        return reason == nil
    }

    func outcome(_ result: Result<HTTPResponse, CurlError>) -> SingleOutcome {
        switch (result, state.withLock { $0 }) {
        case (.success(let response), _): .answered(response)
        case (.failure, .refused(let reason)): .withheld(reason)
        case (.failure(let error), .passed): .unanswered(error)
        case (.failure(let error), .closed): .notSent(error)
        }
    }
}

extension CurlTransport {
    /// Sends a request that must never be repeated, such as one that sends a mail.
    ///
    /// libcurl repeats a request when a kept connection turns out to be dead, though the server may already have acted on it. So this
    /// opens a connection of its own, and closes it afterwards.
    ///
    /// - Parameter objection: asked on the transport's thread when the connection stands, with nothing but the write behind
    ///   it; it must return at once. A reason keeps the request from being written.
    public func performOnce(
        _ request: HTTPRequest, unless objection: @escaping @Sendable () -> String?
    ) async -> SingleOutcome {
        let gate = RequestGate(objection)
        do throws(CurlError) {
            return gate.outcome(.success(try await perform(request, through: gate)))
        } catch {
            return gate.outcome(.failure(error))
        }
    }
}

extension EasyHandle {
    /// One connection for one request, over a protocol version in which nothing is ever sent again.
    func setWrittenOnce() throws(CurlError) {
        try set(CURLOPT_FRESH_CONNECT, 1)
        try set(CURLOPT_FORBID_REUSE, 1)
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    }
}
