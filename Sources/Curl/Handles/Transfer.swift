import CLibCurl

/// Why a transfer has to stop before its natural end.
enum StopReason: Sendable, Equatable {
    case cancelled
    case shutDown
}

/// Something the curl thread moves forward. All calls come from that thread.
protocol Transfer: AnyObject {
    /// The handle to keep in the multi handle; nil once libcurl has no part in it any more.
    var handle: EasyHandle.Pointer? { get }
    /// True when nothing is left to do and nobody has to be told anything.
    var isOver: Bool { get }
    /// The socket the transfer itself waits on, and for what, once libcurl handed it over.
    var interest: (socket: curl_socket_t, events: Int32)? { get }
    /// When ``deadlinePassed(now:)`` is due.
    var deadline: ContinuousClock.Instant? { get }

    /// libcurl is done with the handle: the response is complete, the session is logged in, or it failed.
    func curlFinished(_ code: CURLcode)
    /// The socket of ``interest`` has something.
    func socketReady()
    func deadlinePassed(now: ContinuousClock.Instant)
    func interrupt(_ reason: StopReason, now: ContinuousClock.Instant)
}

// libcurl waits for an HTTP transfer all by itself.
extension Transfer {
    var interest: (socket: curl_socket_t, events: Int32)? { nil }
    var deadline: ContinuousClock.Instant? { nil }
    func socketReady() {}
    func deadlinePassed(now: ContinuousClock.Instant) {}
}
