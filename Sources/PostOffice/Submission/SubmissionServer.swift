package import NIOCore
import NIOPosix
import Timing

/// An SMTP submission server on loopback over a `PostOffice`, in clear, with faults by script.
package final class SubmissionServer: Sendable {
    private let listener: LoopbackListener
    private let faults: LiveSetting<SubmissionScript>

    private init(listener: LoopbackListener, faults: LiveSetting<SubmissionScript>) {
        self.listener = listener
        self.faults = faults
    }

    /// Opens a server on a free port of 127.0.0.1.
    package static func open(
        for office: PostOffice, script: SubmissionScript = SubmissionScript(),
        on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) async throws(PostOfficeError) -> SubmissionServer {
        let faults = LiveSetting(script)
        let listener = try await LoopbackListener.open(on: group) { channel, _ in
            let conversation = SubmissionConversation(office: office, faults: faults)
            try channel.pipeline.syncOperations.addHandler(ConversationHandler(conversation))
        }
        return SubmissionServer(listener: listener, faults: faults)
    }

    /// The port on 127.0.0.1.
    package var port: Int { listener.port }

    /// How many connections were accepted so far.
    package var connectionCount: Int { listener.acceptedCount }

    /// Changes the faults still to come, for connections already open too.
    package func script(_ change: (inout SubmissionScript) -> Void) {
        faults.change(change)
    }

    /// Cuts every open connection without a word, as a crash does.
    package func dropConnections() async { await listener.dropConnections() }

    /// Stops listening and closes every connection.
    package func close() async { await listener.close() }
}

/// A submission session with the world it submits to.
struct SubmissionConversation: WireConversation {
    private let office: PostOffice
    private let faults: LiveSetting<SubmissionScript>
    private var session = SubmissionSession()

    init(office: PostOffice, faults: LiveSetting<SubmissionScript>) {
        self.office = office
        self.faults = faults
    }

    mutating func open() -> [WireStep] {
        faults.change { session.open(&$0) }
    }

    mutating func receive(_ bytes: [UInt8]) -> [WireStep] {
        let now = office.clock.now
        // The closure does not throw. The world's lock is always taken before the script's.
        return
            (try? office.change { world in
                faults.change { session.receive(bytes, world: &world, script: &$0, now: now) }
            }) ?? []
    }
}
