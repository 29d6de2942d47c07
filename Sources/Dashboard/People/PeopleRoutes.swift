import Correspondence
import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import Outreach
import Storage
import Text

/// People: found by address, and one person with everything that happened, in all campaigns.
struct PeopleRoutes {
    static let page = 50

    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/people") { request, context in try await list(request, context) }
        router.get("/people/:id") { request, context in
            try await person(context, done: request.asked("done"))
        }
        router.get("/people/:id/export") { _, context in try await export(context) }
        router.get("/people/:id/erase") { _, context in try await confirmErasing(context) }
        router.post("/people/:id/bar") { request, context in try await act("bar", request, context) }
        router.post("/people/:id/lift") { request, context in try await act("lift", request, context) }
        router.post("/people/:id/erase") { request, context in try await act("erase", request, context) }
    }

    private func list(_ request: Request, _ context: DeskContext) async throws -> Response {
        let query = Form.parsed(request.uri.query ?? "")
        let sought = query["q"]?.trimmed ?? ""
        let after = query["after"]
        let found = try await found(sought, after)
        let people = found.prefix(Self.page)
        let next = found.count > Self.page ? people.last : nil
        let model: JSON = [
            "title": "People", "place": "/people", "command": "mosaic contacts list", "sought": sought,
            "done": query["erased"].map { _ in "Erased. Nobody will be written to at this address again." },
            "people": people.map(parts.shown.row).json, "has_people": !people.isEmpty,
            "next": next.map { sought.isEmpty ? "\($0.id)" : $0.address.key.formQuery },
            "query": sought.isEmpty ? nil : sought.formQuery as String?,
        ]
        return parts.pages.response("people", model, for: try context.user())
    }

    private func found(_ sought: String, _ after: String?) async throws -> [ContactRecord] {
        guard sought.isEmpty else {
            return try await parts.store.contacts.list(startingWith: sought, after: after, limit: Self.page + 1)
        }
        let before = after.flatMap { Int64($0) }.map { ContactID(rawValue: $0) }
        return try await parts.store.contacts.latest(before: before, limit: Self.page + 1)
    }

    private func record(_ context: DeskContext) async throws -> ContactRecord {
        guard let record = try await parts.store.contacts.record(try context.key() as ContactID) else {
            throw HTTPError(.notFound)
        }
        return record
    }

    /// Everything stored about a person; empty if they never were in a conversation or a campaign.
    private func explanation(_ record: ContactRecord) async throws -> Explanation? {
        do { return try await Explanation.of(.address(record.address), in: parts.store) } catch let failure
            as OperationFailure where failure.kind == .unknown
        { return nil }
    }

    private func person(_ context: DeskContext, done: String?) async throws -> Response {
        let record = try await record(context)
        let known = try await explanation(record)
        let shown = parts.shown
        let conversations: [JSON] = (known?.stories ?? []).map { story in
            [
                "id": story.conversation.id, "subject": story.conversation.subject.shownOnOneLine(limit: 120),
                "state": story.conversation.state.rawValue.words, "account": story.conversation.account,
                "entries": story.entries.map(shown.row).json,
            ]
        }
        let leads: [JSON] = (known?.leads ?? []).map { story in
            [
                "campaign": story.lead.campaignName, "campaign_id": story.lead.campaign,
                "state": story.lead.state.rawValue.words, "reason": story.lead.reason,
                "mails": story.mails.map { mail in
                    [
                        "step": mail.step, "subject": mail.subject, "state": mail.state.rawValue.words,
                        "at": shown.time(mail.sentAt ?? mail.dueAt),
                    ] as JSON
                },
            ]
        }
        let sentences = ["bar": "No mail goes to this address any more.", "lift": "Mail may go to this address again."]
        let model = shown.row(record).joined([
            "title": record.address, "place": "/people", "command": "mosaic explain \(record.address.text.shellWord)",
            "conversations": conversations.json, "leads": leads.json, "has_leads": !leads.isEmpty,
            "is_unknown": known == nil, "opted_out": record.suppressedReason == "opt_out",
            "done": done.flatMap { sentences[$0] },
        ])
        return parts.pages.response("person", model, for: try context.user())
    }

    /// Everything stored about a person, as they may request it.
    private func export(_ context: DeskContext) async throws -> Response {
        let record = try await record(context)
        let known = try await explanation(record)
        var answer = Response.json(record.json.joined(known?.json ?? [:]))
        answer.headers[.contentDisposition] = "attachment; filename=\"person-\(record.id).json\""
        return answer
    }

    private func confirmErasing(_ context: DeskContext) async throws -> Response {
        let visitor = try context.user()
        let record = try await record(context)
        let model: JSON = [
            "title": "Erase \(record.address)", "place": "/people",
            "command": "mosaic contacts erase \(record.address.text.shellWord)",
            "id": record.id, "address": record.address,
        ]
        return parts.pages.response("erase", model, for: visitor)
    }

    private func act(_ act: String, _ request: Request, _ context: DeskContext) async throws -> Response {
        let visitor = try context.user()
        let form = try await Form(request, visitor, patience: parts.options.patience)
        let record = try await record(context)
        let address = record.address
        switch act {
        case "bar":
            _ = try await parts.act(as: visitor) { try await $0.bar(address, reason: "at the desk") }
        case "lift":
            _ = try await parts.act(as: visitor) {
                try await $0.unbar(address, reason: form["reason"], evenAfterOptOut: form["sure"] == "1")
            }
        case "erase":
            guard EmailAddress(form["address"].trimmed) == address else {
                throw OperationFailure(.refused, "Nothing was erased: type the whole address, \(address), to confirm.")
            }
            _ = try await parts.act(as: visitor) { try await $0.erase(address) }
            return .redirect(to: "/people?erased=1")
        default: throw HTTPError(.notFound)
        }
        return .redirect(to: "/people/\(record.id)?done=\(act)")
    }
}

extension Shown {
    func row(_ contact: ContactRecord) -> JSON {
        contact.json.joined([
            "known": time(contact.createdAt), "is_barred": contact.suppressedAt != nil,
            "why": contact.suppressedReason?.words, "since": time(contact.suppressedAt),
        ])
    }
}
