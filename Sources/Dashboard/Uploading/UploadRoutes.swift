import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import Storage
import Text

/// Files of people: uploaded, examined, mapped, imported or discarded.
struct UploadRoutes {
    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/campaigns/new") { request, context in
            try await start(for: request.asked("campaign"), context)
        }
        router.post("/uploads") { request, context in
            let visitor = try context.user()
            let campaign = try await campaign(request.asked("campaign"))
            let upload = try await parts.receiver.receive(request, from: visitor, for: campaign?.campaign.name)
            return Response.redirect(to: "/uploads/\(upload.id)")
        }
        router.get("/uploads/:upload") { request, context in try await page(context) }
        router.get("/uploads/:upload/faults.csv") { _, context in try faults(context) }
        router.post("/uploads/:upload/:act") { request, context in try await act(request, context) }
    }

    /// The page on which a new campaign begins, or people are added to one.
    private func start(for campaign: String?, _ context: DeskContext) async throws -> Response {
        let whole = try await self.campaign(campaign)
        let waiting = parts.uploads.list().map {
            $0.json.joined(["since": parts.shown.time($0.at), "goes_to": $0.campaign ?? "a new campaign"])
        }
        let model: JSON = [
            "title": whole.map { "More people for \($0.campaign.name)" } ?? "New campaign", "place": "/campaigns",
            "command": "mosaic leads import FILE.csv --campaign NAME", "campaign": whole?.campaign.name,
            "campaign_id": whole?.campaign.id, "waiting": waiting.json, "has_waiting": !waiting.isEmpty,
            "megabytes": UploadFolder.largestFile >> 20,
        ]
        return parts.pages.response("upload", model, for: try context.user())
    }

    /// The campaign with this number; nil where none is named.
    private func campaign(_ number: String?) async throws -> WholeCampaign? {
        guard let number else { return nil }
        return try await WholeCampaign.of(number, in: parts.store)
    }

    private func act(_ request: Request, _ context: DeskContext) async throws -> Response {
        let visitor = try context.user()
        let upload = try parts.upload(context)
        let form = try await Form(
            request, visitor, patience: parts.options.patience, upTo: DeskContext.largestText)
        let here = "/uploads/\(upload.id)"
        switch context.parameters.get("act") {
        case "columns":
            try parts.uploads.note(try Self.mapped(upload, form, parts.uploads))
            try await begin(.reading, upload.id, as: visitor)
        case "read": try await begin(.reading, upload.id, as: visitor)
        case "import":
            guard upload.campaign != nil else { throw OperationFailure(.refused, "Write the campaign's mails first.") }
            try await begin(.importing, upload.id, as: visitor)
        case "stop": parts.jobs.cancel(upload.id)
        case "discard":
            parts.jobs.cancel(upload.id)
            parts.uploads.remove(upload.id)
            return .redirect(to: "/campaigns/new")
        default: throw HTTPError(.notFound)
        }
        return .redirect(to: here)
    }

    private func begin(_ work: UploadJobs.Work, _ id: String, as visitor: Visitor) async throws {
        guard let upload = parts.uploads.upload(id), parts.jobs.begin(work, upload, as: visitor.user.name) else {
            throw OperationFailure(.refused, "Other files wait to be read: try again in a minute.")
        }
        await parts.jobs.wait(for: id)
    }

    /// A person's choice of meanings for the columns.
    private static func mapped(_ upload: Upload, _ form: Form, _ folder: UploadFolder) throws -> Upload {
        let head = try LeadFileHead(folder.file(of: upload))
        var renamed: [String: String] = [:]
        for (place, column) in head.columns.enumerated() {
            let field = form["c\(place)"].trimmed
            guard !field.isEmpty else { continue }
            if let other = renamed[field] {
                throw OperationFailure(
                    .unusable, "Both \"\(other)\" and \"\(column.heading)\" are said to hold \(field): choose one.")
            }
            renamed[field] = column.heading
        }
        guard renamed["email"] != nil else {
            throw OperationFailure(.unusable, "Say which column holds the addresses: its field is email.")
        }
        var mapped = upload
        mapped.renamed = renamed
        return mapped
    }

    /// A stream, so that few rows are in memory at any time.
    private func faults(_ context: DeskContext) throws -> Response {
        let upload = try parts.upload(context)
        let rows = FaultyRows(
            of: parts.uploads.file(of: upload), renamed: upload.renamed ?? [:], in: parts.store)
        let body = ResponseBody { writer in
            try await rows.write { bytes in try await writer.write(ByteBuffer(bytes: bytes)) }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: .download("rows-to-mend.csv"), body: body)
    }

    private func page(_ context: DeskContext) async throws -> Response {
        let visitor = try context.user()
        guard let upload = context.parameters.get("upload").flatMap({ parts.uploads.upload(String($0)) }) else {
            return try await afterImport(context)
        }
        let page = UploadPage(
            upload: upload, head: try LeadFileHead(parts.uploads.file(of: upload)), job: parts.jobs[upload.id],
            shown: parts.shown)
        return parts.pages.response("people_file", page.model, for: visitor)
    }

    /// The file is gone once its rows are leads: then its campaign is checked.
    private func afterImport(_ context: DeskContext) async throws -> Response {
        guard let id = context.parameters.get("upload"), let report = parts.jobs[String(id)]?.report,
            report.stage != .preview
        else { throw HTTPError(.notFound) }
        let campaign = try await WholeCampaign.of(report.campaign, in: parts.store).campaign
        return .redirect(to: "/campaigns/\(campaign.id)/check?imported=\(report.added)")
    }
}

extension DeskParts {
    /// The file that the path names.
    func upload(_ context: DeskContext) throws -> Upload {
        guard let id = context.parameters.get("upload"), let upload = uploads.upload(String(id)) else {
            throw HTTPError(.notFound)
        }
        return upload
    }
}

extension HTTPFields {
    /// CSV that the browser saves under this name.
    static func download(_ name: String) -> HTTPFields {
        [.contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"\(name)\""]
    }
}
