import Correspondence
import HTTPTypes
import Hummingbird
import Operations
import Storage
import Text

/// Conversations that wait for a person, and one conversation with what can be done about it.
struct WaitingRoutes {
    /// The handoffs on one page, oldest first.
    static let most = 200

    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/") { request, context in try await waiting(after: request.place, context) }
        router.get("/conversations/:id") { request, context in
            try await conversation(
                try context.key(), context, done: request.asked("done"))
        }
        router.post("/conversations/:id/:act") { request, context in try await act(request, context) }
    }

    private func waiting(after place: TimePlace?, _ context: DeskContext) async throws -> Response {
        let shown = parts.shown
        let found = try await parts.store.handoffs.list(onlyOpen: true, after: place, limit: Self.most + 1)
        let handoffs = found.prefix(Self.most)
        let next = try await parts.store.outbox.list(in: MailState.open, limit: 1).first
        let last = found.count > Self.most ? handoffs.last : nil
        let count: Int? = place == nil && !handoffs.isEmpty ? handoffs.count : nil
        let model: JSON = [
            "title": "Waiting", "place": "/", "command": "mosaic handoffs",
            "handoffs": handoffs.map(shown.row).json, "has_handoffs": !handoffs.isEmpty,
            "count": count, "is_first": place == nil,
            "more": last.map { TimePlace(at: $0.openedAt, key: $0.id.rawValue).query },
            "is_stopped": try await parts.store.instance.sendingStop() != nil,
            "next": next.map(shown.row),
        ]
        return parts.pages.response("waiting", model, for: try context.user())
    }

    private func conversation(
        _ id: ConversationID, _ context: DeskContext, done: String?
    ) async throws -> Response {
        let record = try await ConversationRecord.of(id, in: parts.store)
        guard let story = try await Explanation.of(.conversation(id), in: parts.store).stories.first else {
            throw OperationFailure(.unknown, "There is no conversation \(id).")
        }
        let model = ConversationPage(record: record, story: story, shown: parts.shown).model(
            done: done.flatMap(ConversationAct.init)?.done)
        return parts.pages.response("conversation", model, for: try context.user())
    }

    private func act(_ request: Request, _ context: DeskContext) async throws -> Response {
        let visitor = try context.user()
        let form = try await Form(request, visitor, patience: parts.options.patience)
        let id: ConversationID = try context.key()
        guard let act = context.parameters.get("act").flatMap(ConversationAct.init) else { throw HTTPError(.notFound) }
        _ = try await parts.act(as: visitor) { try await act.perform($0, on: id, in: parts.store, form) }
        return .redirect(to: "/conversations/\(id)?done=\(act.rawValue)")
    }
}

/// The acts on a conversation; each has a command that does the same.
enum ConversationAct: String, CaseIterable {
    case close = "done"
    case giveBack = "give-back"
    case notInterested = "not-interested"
    case neverAgain = "never-again"
    case confirm = "right"
    case correct

    /// The result of an act.
    var done: String {
        switch self {
        case .close: "Done. The conversation stays yours."
        case .giveBack: "Given back: Mosaic decides the next reply."
        case .notInterested: "The conversation is complete: not interested."
        case .neverAgain: "No mail goes to this address any more."
        case .confirm: "Noted. Thank you."
        case .correct: "Kept as a case for mosaic replay. Thank you."
        }
    }

    func perform(
        _ acts: Interventions, on id: ConversationID, in store: Store, _ form: Form
    ) async throws -> Acknowledgement {
        switch self {
        case .close:
            guard let handoff = try await store.handoffs.open(of: id) else {
                throw OperationFailure(.refused, "Nothing of conversation \(id) waits for a person any more.")
            }
            return try await acts.close(handoff.id)
        case .giveBack: return try await acts.resume(id)
        case .notInterested: return try await acts.decline(id)
        case .neverAgain:
            let contact = try await ConversationRecord.of(id, in: store).contact
            return try await acts.bar(contact, reason: "conversation \(id)")
        case .confirm: return try await acts.confirm(id)
        case .correct:
            guard let label = Intent(rawValue: form["label"]) else {
                throw OperationFailure(.unusable, "Choose what the reply was.")
            }
            return try await acts.correct(id, to: label)
        }
    }
}

extension DeskContext {
    /// The number in the path; anything else names nothing.
    func key<Entity>(_ name: String = "id") throws -> Identifier<Entity> {
        guard let text = parameters.get(name), let number = Int64(text), number > 0 else { throw HTTPError(.notFound) }
        return Identifier(rawValue: number)
    }
}
