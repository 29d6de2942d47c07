import Correspondence
import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import Outreach
import Storage
import Text

/// The editor of a campaign's mails: of a new one, for the people of a file, or of an existing one.
struct WritingRoutes {
    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/uploads/:upload/write") { _, context in
            let upload = try ready(context)
            let accounts = try await parts.store.accounts.all()
            return try page(
                .file(upload), CampaignForm(accounts: accounts, pacing: parts.options.pacing), accounts, context)
        }
        router.post("/uploads/:upload/write") { request, context in
            try await write(.file(try ready(context)), request, context)
        }
        router.post("/uploads/:upload/preview") { request, context in
            try await preview(.file(try ready(context)), request, context)
        }
        router.get("/campaigns/:id/edit") { _, context in
            let whole = try await WholeCampaign.of(try context.key() as CampaignID, in: parts.store)
            let accounts = try await parts.store.accounts.all()
            let first = try await parts.store.leads.list(of: whole.campaign.id, limit: 1).first
            var form = CampaignForm(editing: whole)
            form.lead = first.map { "\($0.id)" } ?? ""
            return try page(.campaign(whole), form, accounts, context)
        }
        router.post("/campaigns/:id/edit") { request, context in
            try await write(.campaign(try await campaign(context)), request, context)
        }
        router.post("/campaigns/:id/preview") { request, context in
            try await preview(.campaign(try await campaign(context)), request, context)
        }
    }

    /// The target of the texts.
    private enum Target {
        case file(Upload)
        case campaign(WholeCampaign)

        var edited: CampaignDraft? { if case .campaign(let whole) = self { whole.draft } else { nil } }

        var path: String {
            switch self {
            case .file(let upload): "/uploads/\(upload.id)"
            case .campaign(let whole): "/campaigns/\(whole.campaign.id)"
            }
        }
    }

    /// A file whose columns are known.
    private func ready(_ context: DeskContext) throws -> Upload {
        let upload = try parts.upload(context)
        guard upload.renamed != nil, upload.campaign == nil else {
            throw OperationFailure(.refused, "Say first what the columns of \(upload.name) hold.")
        }
        return upload
    }

    private func campaign(_ context: DeskContext) async throws -> WholeCampaign {
        try await WholeCampaign.of(try context.key() as CampaignID, in: parts.store)
    }

    private func page(
        _ target: Target, _ form: CampaignForm, _ accounts: [AccountRecord], _ context: DeskContext,
        faults: [String] = []
    ) throws -> Response {
        let fields: [String]
        var facts: JSON
        switch target {
        case .file(let upload):
            fields = (upload.renamed ?? [:]).keys.sorted()
            facts = [
                "title": "Write the mails", "command": "mosaic campaigns apply FILE.yaml", "file": upload.name,
                "is_new": true, "action": "write",
            ]
        case .campaign(let whole):
            fields = ["first_name", "last_name", "company_name"]
            facts = [
                "title": "Edit \(whole.campaign.name)", "command": "mosaic campaigns apply FILE.yaml",
                "action": "edit", "is_running": whole.campaign.state == .active,
            ]
        }
        facts = facts.joined([
            "place": "/campaigns", "path": target.path, "faults": faults.map { ["sentence": $0] as JSON },
            "has_faults": !faults.isEmpty,
        ])
        let model = facts.joined(form.model(accounts: accounts, fields: fields))
        return parts.pages.response(
            "write", model, for: try context.user(), status: faults.isEmpty ? .ok : .unprocessableContent)
    }

    private func read(_ target: Target, _ request: Request, _ context: DeskContext) async throws -> CampaignForm {
        let form = try await Form(
            request, try context.user(), patience: parts.options.patience, upTo: DeskContext.largestText)
        return CampaignForm(form, of: target.edited, pacing: parts.options.pacing)
    }

    private func write(_ target: Target, _ request: Request, _ context: DeskContext) async throws -> Response {
        var typed = try await read(target, request, context)
        let accounts = try await parts.store.accounts.all()
        switch typed["act"] {
        case "add": typed.addStep()
        case "remove": typed.removeStep()
        case "edit": break
        default:
            let (draft, faults) = typed.draft(of: target.edited, accounts: accounts)
            let all = faults + Self.unreadable(draft)
            guard all.isEmpty else { return try page(target, typed, accounts, context, faults: all) }
            do {
                if case .campaign(let whole) = target, typed["act"] != "apply" {
                    return try await changes(draft, typed, of: whole, context)
                }
                return try await apply(draft, over: typed.basis, target, context)
            } catch let failure as OperationFailure {
                return try page(target, typed, accounts, context, faults: [failure.description])
            }
        }
        return try page(target, typed, accounts, context)
    }

    /// What an edit changes, before it counts. The page carries all that was typed, so that what it shows is what is applied.
    private func changes(
        _ draft: CampaignDraft, _ typed: CampaignForm, of whole: WholeCampaign, _ context: DeskContext
    ) async throws -> Response {
        let changes = try await CampaignChanges.of(draft, basis: typed.basis, over: whole, in: parts.store)
        let model: JSON = [
            "title": "What changes in \(whole.campaign.name)", "place": "/campaigns",
            "path": "/campaigns/\(whole.campaign.id)", "campaign": whole.campaign.name, "is_same": changes.isEmpty,
            "command": "mosaic campaigns apply FILE.yaml --show", "typed": typed.fields.json,
        ]
        return parts.pages.response(
            "changes", model.joined(parts.shown.facts(of: changes)), for: try context.user())
    }

    /// Texts of which no mail can be made.
    private static func unreadable(_ draft: CampaignDraft) -> [String] {
        // A mail without a text is told by the form itself.
        let empty = Set(draft.steps.filter { $0.text == nil && $0.html == nil }.map(\.name))
        return TemplateCheck(of: draft).steps.filter { !empty.contains($0.name) }.compactMap { step in
            step.fault.map { "Mail \(step.name), \($0)" }
        }
    }

    private func apply(
        _ draft: CampaignDraft, over basis: DraftBasis, _ target: Target, _ context: DeskContext
    ) async throws -> Response {
        let visitor = try context.user()
        _ = try await parts.act(as: visitor) { try await $0.apply(draft, over: basis) }
        guard case .file(var upload) = target else { return .redirect(to: "\(target.path)/check?done=1") }
        upload.campaign = draft.name
        upload.isImporting = true
        try parts.uploads.note(upload)
        // If too many wait, the file's page has a button for it.
        if parts.jobs.begin(.importing, upload, as: visitor.user.name) { await parts.jobs.wait(for: upload.id) }
        return .redirect(to: target.path)
    }

    /// The mails as somebody would get them, for a frame in the editor's page.
    private func preview(_ target: Target, _ request: Request, _ context: DeskContext) async throws -> Response {
        let typed = try await read(target, request, context)
        let accounts = try await parts.store.accounts.all()
        let (draft, faults) = typed.draft(of: target.edited, accounts: accounts)
        let model: JSON
        do {
            let rendered = try await DraftPreview.of(draft, for: lead(target, typed.lead), in: parts.store)
            model = ["mails": rendered.mails.enumerated().map { Self.shown($1, number: $0 + 1) }.json]
        } catch let failure as OperationFailure {
            model = ["sentence": faults.first ?? failure.description]
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/html; charset=utf-8", .contentSecurityPolicy: HeaderRules.previewPolicy],
            body: .init(byteBuffer: ByteBuffer(string: parts.pages.html("preview", model))))
    }

    private func lead(_ target: Target, _ number: String) -> DraftPreview.Lead {
        switch target {
        case .file(let upload):
            let row = max(1, min(100_000, Int(number) ?? 1))
            return .row(row, of: parts.uploads.file(of: upload), renamed: upload.renamed ?? [:])
        case .campaign: return Int64(number).map { .lead(LeadID(rawValue: $0)) } ?? .nobody
        }
    }

    private static func shown(_ mail: RenderedLead.Mail, number: Int) -> JSON {
        [
            "number": number, "to": mail.to, "from": mail.from, "subject": number == 1 ? mail.subject : nil as String?,
            "text": mail.text, "html": mail.html, "problem": mail.problem,
        ]
    }
}
