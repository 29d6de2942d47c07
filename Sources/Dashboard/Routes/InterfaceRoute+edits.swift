import Hummingbird
import Operations
import Outreach
import Storage
import Text

/// Edits of a campaign by its file.
extension InterfaceRoute {
    static let edits: [InterfaceRoute] = [
        InterfaceRoute(
            method: .post, path: "/campaigns/{id}/changes",
            summary:
                "What an edit would change, and the mails that it would plan anew: file, as YAML. Changes nothing.",
            command: "mosaic campaigns apply FILE --show"
        ) { request, context, parts in
            let edit = try await CampaignEdit(request, context, parts)
            return try await CampaignChanges.of(edit.draft, basis: edit.basis, over: edit.whole, in: parts.store).json
        },
        InterfaceRoute(
            method: .post, path: "/campaigns/{id}/edit",
            summary: "Makes a campaign what a file says: file, as YAML, and version, as its changes told it.",
            command: "mosaic campaigns apply FILE"
        ) { request, context, parts in
            let edit = try await CampaignEdit(request, context, parts)
            return try await parts.act(as: edit.visitor) { try await $0.apply(edit.draft, over: edit.basis) }.json
        },
    ]
}

/// A campaign and the file that it is to become.
private struct CampaignEdit {
    let visitor: Visitor
    let whole: WholeCampaign
    let draft: CampaignDraft
    /// The version that the file's writer has seen; without one, any.
    let basis: DraftBasis

    init(_ request: Request, _ context: DeskContext, _ parts: DeskParts) async throws {
        visitor = try context.user()
        let form = try await Form(
            request, visitor, patience: parts.options.patience, upTo: DeskContext.largestText)
        whole = try await WholeCampaign.of(try context.key() as CampaignID, in: parts.store)
        draft = try CampaignFile.draft(form["file"].withoutCarriageReturns)
        guard draft.name == whole.campaign.name else {
            throw OperationFailure(
                .unusable, "The file is about another campaign: a campaign keeps its name, \(whole.campaign.name).")
        }
        let faults = TemplateCheck(of: draft).steps.compactMap { step in step.fault.map { "Step \(step.name), \($0)" } }
        guard faults.isEmpty else { throw OperationFailure(.unusable, faults.joined(separator: "\n")) }
        basis = Int64(form["version"]).map { .version($0) } ?? .any
    }
}
