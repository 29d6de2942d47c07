import Correspondence
import HTTPTypes
import Hummingbird
import Operations
import Storage
import Text
import Timing

/// Follow-ups: which mail leaves when.
struct PlanRoutes {
    static let most = 200

    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/followups") { request, context in
            try await followUps(after: request.place, context, done: request.asked("done"))
        }
        router.post("/followups/:id/cancel") { request, context in
            let visitor = try context.user()
            _ = try await Form(request, visitor, patience: parts.options.patience)
            let id: MailID = try context.key()
            _ = try await parts.act(as: visitor) { try await $0.cancel(id) }
            return Response.redirect(to: "/followups?done=cancelled")
        }
        router.post("/followups/:id/move") { request, context in
            let visitor = try context.user()
            let form = try await Form(request, visitor, patience: parts.options.patience)
            let id: MailID = try context.key()
            let due = try Self.instant(form["at"], offset: form["offset"])
            _ = try await parts.act(as: visitor) { try await $0.reschedule(id, to: due) }
            return Response.redirect(to: "/followups?done=moved")
        }
    }

    private func followUps(after place: TimePlace?, _ context: DeskContext, done: String?) async throws -> Response {
        let found = try await parts.store.outbox.list(in: MailState.open, after: place, limit: Self.most + 1)
        let mails = found.prefix(Self.most)
        let last = found.count > Self.most ? mails.last : nil
        let count: Int? = place == nil && !mails.isEmpty ? mails.count : nil
        let sentences = ["cancelled": "It will not be sent; the conversation is yours.", "moved": "It was moved."]
        let model: JSON = [
            "title": "Follow-ups", "place": "/followups", "command": "mosaic followups",
            "mails": mails.map(parts.shown.row).json, "has_mails": !mails.isEmpty, "is_first": place == nil,
            "count": count,
            "more": last.map { TimePlace(at: $0.dueAt, key: $0.id.rawValue).query },
            "is_stopped": try await parts.store.instance.sendingStop() != nil,
            "done": done.flatMap { sentences[$0] },
        ]
        return parts.pages.response("followups", model, for: try context.user())
    }

    /// The value of a date field, in UTC unless the script has sent the viewer's offset in minutes.
    static func instant(_ text: String, offset: String) throws -> Timestamp {
        guard text.count >= 16, let local = Timestamp(rfc3339: text.prefix(16) + ":00Z") else {
            throw OperationFailure(.unusable, "Write the new time as 2026-11-26T09:00.")
        }
        let minutes = Int(offset) ?? 0
        return local - .seconds(max(-1_440, min(1_440, minutes)) * 60)
    }
}
