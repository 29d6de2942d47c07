import Correspondence
import HTTPTypes
import Hummingbird
import Operations
import Outreach
import Storage
import Text

/// The leads of a campaign, and one lead: what it waits for, its mails, and changes by a person.
struct LeadRoutes {
    static let page = 50

    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/campaigns/:id/leads") { request, context in try await list(request, context) }
        router.get("/leads/:id") { request, context in
            try await lead(context, done: request.asked("done"))
        }
        router.post("/leads/:id/:act") { request, context in try await act(request, context) }
    }

    private func list(_ request: Request, _ context: DeskContext) async throws -> Response {
        let query = Form.parsed(request.uri.query ?? "")
        let campaign = try await WholeCampaign.of(try context.key() as CampaignID, in: parts.store).campaign
        let sought = query["q"]?.trimmed ?? ""
        let state = LeadState(rawValue: query["state"] ?? "")
        let found = try await found(sought, state, JobRoutes.number("after", in: request), of: campaign.id)
        let leads = found.prefix(Self.page)
        let model: JSON = [
            "title": "Leads of \(campaign.name)", "place": "/campaigns", "id": campaign.id, "name": campaign.name,
            "command": "mosaic leads --campaign \(campaign.name.shellWord)", "sought": sought,
            "states": LeadState.allCases.map {
                ["value": $0.rawValue, "name": $0.rawValue.words, "is_set": $0 == state] as JSON
            },
            "state": state?.rawValue, "leads": leads.map(parts.shown.row).json, "has_leads": !leads.isEmpty,
            "next": found.count > Self.page ? leads.last?.id : nil,
        ]
        return parts.pages.response("leads", model, for: try context.user())
    }

    private func found(
        _ sought: String, _ state: LeadState?, _ after: Int64?, of campaign: CampaignID
    ) async throws -> [LeadRecord] {
        guard sought.isEmpty else {
            guard let address = EmailAddress(sought) else { return [] }
            return try await parts.store.leads.list(with: address).filter { $0.campaign == campaign }
        }
        return try await parts.store.leads.list(
            of: campaign, in: state, after: after.map { LeadID(rawValue: $0) }, limit: Self.page + 1)
    }

    private func lead(_ context: DeskContext, done: String?, fault: String? = nil) async throws -> Response {
        let story = try await LeadStory.of(try context.key(), in: parts.store)
        let sentences = ["release": "It goes on.", "skip": "It gets no further mail.", "set": "Kept: it goes on."]
        let shown = parts.shown
        let model = shown.row(story.lead).joined([
            "title": story.lead.address, "place": "/campaigns", "campaign_id": story.lead.campaign,
            "command": "mosaic leads show \(story.lead.id)", "done": done.flatMap { sentences[$0] }, "fault": fault,
            "mails": story.mails.map { mail in
                mail.json.joined([
                    "at": shown.time(mail.sentAt ?? mail.dueAt), "words": mail.state.rawValue.words, "why": mail.reason,
                ])
            }.json, "has_mails": !story.mails.isEmpty,
        ])
        return parts.pages.response(
            "lead", model, for: try context.user(), status: fault == nil ? .ok : .unprocessableContent)
    }

    private func act(_ request: Request, _ context: DeskContext) async throws -> Response {
        let visitor = try context.user()
        let form = try await Form(request, visitor, patience: parts.options.patience)
        let id: LeadID = try context.key()
        let act = context.parameters.get("act") ?? ""
        switch act {
        case "release": _ = try await parts.act(as: visitor) { try await $0.release(id) }
        case "skip": _ = try await parts.act(as: visitor) { try await $0.skip(id) }
        case "set":
            let (name, value) = (form["name"].trimmed, form["value"].trimmed)
            guard !name.isEmpty, !value.isEmpty else {
                return try await lead(context, done: nil, fault: "Say which value it is, and what it is.")
            }
            _ = try await parts.act(as: visitor) { try await $0.set(id, [(name, value)]) }
        default: throw HTTPError(.notFound)
        }
        return .redirect(to: "/leads/\(id)?done=\(act)")
    }
}

extension Shown {
    func row(_ lead: LeadRecord) -> JSON {
        lead.json.joined([
            "state": lead.state.rawValue.words,
            "due": time(lead.nextDueAt.flatMap { $0 > now ? $0 : nil }),
            "is_due": lead.nextDueAt.map { $0 <= now } ?? false,
            "can_release": lead.state == .held || lead.state == .failed,
            "can_skip": !lead.state.isEnd, "needs_data": lead.state == .needsData,
            "is_fault": lead.state == .failed || lead.state == .held || lead.state == .needsData,
            "others": lead.people.count > 1 ? lead.people.count - 1 as Int? : nil,
            "people": lead.people.map { person in
                [
                    "address": person.address, "status": person.status.rawValue.words, "step": person.lastStep,
                    "conversation": person.conversation, "contacted": time(person.lastContactedAt),
                ] as JSON
            },
        ])
    }
}
