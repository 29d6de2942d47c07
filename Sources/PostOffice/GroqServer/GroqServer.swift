package import NIOCore
import NIOPosix
package import Timing

/// A stand-in for Groq's chat-completions API on loopback, in clear: `POST /openai/v1/chat/completions` and
/// `GET /openai/v1/models`.
package final class GroqServer: Sendable {
    private let listener: LoopbackListener
    private let desk: LiveSetting<GroqDesk>

    private init(listener: LoopbackListener, desk: LiveSetting<GroqDesk>) {
        self.listener = listener
        self.desk = desk
    }

    /// Opens a server on a free port of 127.0.0.1. The clock dates completions.
    package static func open(
        _ options: GroqOptions, clock: any WallClock = SystemWallClock(),
        on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) async throws(PostOfficeError) -> GroqServer {
        let desk = LiveSetting(GroqDesk(options))
        let listener = try await LoopbackListener.open(on: group) { channel, _ in
            let conversation = GroqConversation(desk: desk, clock: clock)
            try channel.pipeline.syncOperations.addHandler(ConversationHandler(conversation))
        }
        return GroqServer(listener: listener, desk: desk)
    }

    /// The port on 127.0.0.1.
    package var port: Int { listener.port }

    /// The API's base, `http://127.0.0.1:<port>/openai/v1`.
    package var baseURL: String { "http://127.0.0.1:\(port)/openai/v1" }

    /// How many connections were accepted so far.
    package var connectionCount: Int { listener.acceptedCount }

    /// The chat requests so far, oldest first.
    package var requests: [ChatRequest] { desk.value.requests }

    /// Puts answers at the end of the script.
    package func script(_ answers: GroqAnswer...) {
        desk.change { $0.options.script += answers }
    }

    /// Changes how the server behaves from the next request on.
    package func change(_ body: (inout GroqOptions) -> Void) {
        desk.change { body(&$0.options) }
    }

    /// Stops listening and closes every connection.
    package func close() async { await listener.close() }
}

/// One keep-alive connection to the model server.
struct GroqConversation: WireConversation {
    private let desk: LiveSetting<GroqDesk>
    private let clock: any WallClock
    private var reader = HTTPRequestReader()

    init(desk: LiveSetting<GroqDesk>, clock: any WallClock) {
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
                let body = GroqBody.error(message: reason, type: "invalid_request_error", code: nil)
                steps += HTTPResponse(status, json: body).steps(keepsAlive: false)
            }
        }
        return steps
    }
}
