/// Commands that were written together; the answer to each is taken once, and the last thing is ``IMAPConnection/end(_:)``.
struct CommandTrain: Sendable {
    let ids: [CommandID]
    let cancellation: Cancellation
}

extension IMAPConnection {
    /// Sends commands in one write, of which none needs an answer before the next is sent.
    func send(together commands: [Command]) -> CommandTrain {
        let train = commands.map { (id: nextID(), command: $0) }
        let ids = train.map(\.id)
        let cancellation = Cancellation()
        onEventLoop { handler in handler.submit(together: train) }
        return CommandTrain(ids: ids, cancellation: cancellation)
    }

    /// Nobody asks for its answers any more.
    func end(_ train: CommandTrain) {
        onEventLoop { handler in handler.end(train.ids) }
    }

    /// What one of its commands came to. Cancelling ends the connection.
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

    /// What one of its commands, a FETCH, brought.
    nonisolated(nonsending) func messages(
        of place: Int, in train: CommandTrain
    ) async throws(IMAPError) -> [FetchedMessage] {
        var messages: [FetchedMessage] = []
        while let batch = try await nextBatch(of: train.ids[place], train.cancellation) { messages += batch }
        return messages
    }
}
