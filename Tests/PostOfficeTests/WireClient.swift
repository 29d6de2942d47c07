import NIOCore
import NIOPosix

/// A bare TCP client: sends text, reads lines.
struct WireClient {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var buffer: [UInt8] = []

    static func connect<Result>(
        to port: Int, _ body: (inout WireClient) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var client = WireClient(inbound: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&client)
        }
    }

    func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    /// The next line without CRLF; nil when the server has closed.
    mutating func line() async throws -> String? {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                let line = buffer[..<end]
                buffer.removeFirst(end + 1)
                return String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
            }
            guard try await more() else { return nil }
        }
    }

    /// Lines up to and with the first that has this prefix, or up to the end.
    mutating func lines(until prefix: String) async throws -> [String] {
        var lines: [String] = []
        while let line = try await line() {
            lines.append(line)
            if line.hasPrefix(prefix) { break }
        }
        return lines
    }

    /// Sends a command and returns the lines of its answer.
    mutating func ask(_ command: String, until prefix: String) async throws -> [String] {
        try await send(command + "\r\n")
        return try await lines(until: prefix)
    }

    /// Everything up to the end of the stream, whether closed or reset.
    mutating func rest() async -> [UInt8] {
        // A reset ends the stream with an error; what came before it is what is asked for.
        while (try? await more()) == true {}
        return buffer
    }

    private mutating func more() async throws -> Bool {
        guard let piece = try await inbound.next() else { return false }
        buffer += Array(piece.readableBytesView)
        return true
    }
}
