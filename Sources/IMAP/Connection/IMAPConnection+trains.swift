/// Commands that were written together. The answer to each is taken once; ``IMAPConnection/end(_:)`` must be the last call.
struct CommandTrain: Sendable {
    let ids: [CommandID]
    let cancellation: Cancellation
}

extension IMAPConnection {
    /// Sends commands in one write; none of them needs an answer before the next is sent.
    func send(together commands: [Command]) -> CommandTrain {
        let train = commands.map { (id: nextID(), command: $0) }
        let ids = train.map(\.id)
        let cancellation = Cancellation()
        onEventLoop { handler in handler.submit(together: train) }
        return CommandTrain(ids: ids, cancellation: cancellation)
    }

    /// Drops the answers that nobody has asked for.
    func end(_ train: CommandTrain) {
        onEventLoop { handler in handler.end(train.ids) }
    }

    /// The result of one of its commands. Cancelling ends the connection.
    nonisolated(nonsending) func answer(to place: Int, of train: CommandTrain) async -> IMAPChannelHandler.Outcome {
        let id = train.ids[place]
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                onEventLoop { handler in handler.outcome(of: id, continuation) }
            }
        } onCancel: {
            cancel(id, train.cancellation)
        }
    }

    /// The messages of one of its commands, a FETCH.
    nonisolated(nonsending) func messages(
        of place: Int, in train: CommandTrain
    ) async throws(IMAPError) -> [FetchedMessage] {
        var messages: [FetchedMessage] = []
        while let batch = try await nextBatch(of: train.ids[place], train.cancellation) { messages += batch }
        return messages
    }
}
