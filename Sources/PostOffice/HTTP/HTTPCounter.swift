package import NIOCore
import NIOPosix
package import Timing

/// The decisions of a web interface: a request in, wire steps out.
package protocol HTTPDesk: Sendable {
    mutating func steps(for request: WebRequest, now: Timestamp) -> [WireStep]
}

/// A web interface on loopback, in clear, over one desk that all connections share.
package final class HTTPCounter<Desk: HTTPDesk>: Sendable {
    private let listener: LoopbackListener
    private let desk: LiveSetting<Desk>

    private init(listener: LoopbackListener, desk: LiveSetting<Desk>) {
        self.listener = listener
        self.desk = desk
    }

    /// Opens it on a free port of 127.0.0.1.
    package static func open(
        _ desk: Desk, clock: any WallClock = SystemWallClock(),
        on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) async throws(PostOfficeError) -> HTTPCounter {
        let desk = LiveSetting(desk)
        let listener = try await LoopbackListener.open(on: group) { channel, _ in
            let conversation = HTTPConversation(desk: desk, clock: clock)
            try channel.pipeline.syncOperations.addHandler(ConversationHandler(conversation))
        }
        return HTTPCounter(listener: listener, desk: desk)
    }

    package var port: Int { listener.port }
    /// `http://127.0.0.1:<port>`.
    package var baseURL: String { "http://127.0.0.1:\(port)" }

    /// A copy of the desk as it is now.
    package var state: Desk { desk.value }

    /// Looks at the desk or changes it.
    package func change<Result: Sendable>(_ body: (inout Desk) -> Result) -> Result { desk.change(body) }

    /// Stops listening and closes every connection.
    package func close() async { await listener.close() }
}

/// One keep-alive connection to a desk.
private struct HTTPConversation<Desk: HTTPDesk>: WireConversation {
    let desk: LiveSetting<Desk>
    let clock: any WallClock
    private var reader = HTTPRequestReader()

    init(desk: LiveSetting<Desk>, clock: any WallClock) {
        self.desk = desk
        self.clock = clock
    }

    mutating func receive(_ bytes: [UInt8]) -> [WireStep] {
        reader.append(bytes)
        var steps: [WireStep] = []
        while let event = reader.next() {
            switch event {
            case .request(let request):
                let now = clock.now
                steps += desk.change { $0.steps(for: request, now: now) }
            case .continueExpected:
                steps.append(.send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)))
            case .broken(let status, let reason):
                steps += HTTPResponse(status, json: Array("{\"error\":\"\(reason)\"}".utf8)).steps(keepsAlive: false)
            }
        }
        return steps
    }
}
