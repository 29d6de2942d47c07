import NIOCore
import Timing

/// Runs a `WireConversation` on a channel.
final class ConversationHandler<Conversation: WireConversation & SendableMetatype>: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var conversation: Conversation
    private var steps = StepQueue()
    private let office: PostOffice?
    private var watcher: (user: String, number: Int)?

    /// - Parameter office: whose changes the conversation hears about; nil when it needs none.
    init(_ conversation: Conversation, office: PostOffice? = nil) {
        self.conversation = conversation
        self.office = office
    }

    func channelActive(context: ChannelHandlerContext) {
        steps.perform(conversation.open(), on: context.channel)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        steps.perform(conversation.receive(bytes), on: context.channel)
        watchUser(on: context.channel)
    }

    func channelInactive(context: ChannelHandlerContext) {
        steps.stop()
        if let watcher { office?.unwatch(watcher.number) }
        watcher = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func watchUser(on channel: any Channel) {
        guard let office, let user = conversation.watchedUser, user != watcher?.user else { return }
        if let watcher { office.unwatch(watcher.number) }
        let handler = NIOLoopBound(self, eventLoop: channel.eventLoop)
        let number = office.watch(user) {
            channel.eventLoop.execute { handler.value.announce(on: channel) }
        }
        watcher = (user, number)
        announce(on: channel)
    }

    private func announce(on channel: any Channel) {
        guard channel.isActive else { return }
        steps.perform(conversation.worldChanged(), on: channel)
    }
}
