/// The treatment of one connection by the proxy.
package struct ConnectionFault: Hashable, Sendable {
    /// Resets the connection as soon as it is accepted, before the server behind the proxy hears of it.
    package var refuses = false
    /// The treatment of the client's bytes.
    package var toServer = StreamFault()
    /// The treatment of the server's bytes.
    package var toClient = StreamFault()

    package init(refuses: Bool = false, toServer: StreamFault = StreamFault(), toClient: StreamFault = StreamFault()) {
        self.refuses = refuses
        self.toServer = toServer
        self.toClient = toClient
    }

    /// Forwards everything at once.
    package static let none = ConnectionFault()
    package static let refused = ConnectionFault(refuses: true)
}

/// The treatment of one direction of a connection.
package struct StreamFault: Hashable, Sendable {
    /// The action after the last byte let through has been forwarded.
    package enum End: Hashable, Sendable {
        /// Both sides see the connection close.
        case cut
        /// Both sides see it reset.
        case reset
        /// Nothing more is forwarded in this direction; both sockets stay open.
        case stall
    }

    /// Every byte arrives this much later.
    package var delay: Duration = .zero
    /// At most this many bytes at a time, one portion each `dripPause`; nil forwards as it comes.
    package var dripSize: Int?
    package var dripPause: Duration = .milliseconds(10)
    /// How many bytes are let through before `end`; nil for all.
    package var limit: Int?
    package var end = End.cut

    package init() {}

    package static func delayed(by delay: Duration) -> StreamFault {
        var fault = StreamFault()
        fault.delay = delay
        return fault
    }

    package static func ended(after limit: Int, by end: End) -> StreamFault {
        var fault = StreamFault()
        (fault.limit, fault.end) = (limit, end)
        return fault
    }

    package static func dripping(_ size: Int, every pause: Duration) -> StreamFault {
        var fault = StreamFault()
        (fault.dripSize, fault.dripPause) = (size, pause)
        return fault
    }
}
