import HTTPTypes
import Hummingbird
import Operations
import Outreach
import Storage
import Text

/// Templates: the texts of campaigns, with the versions they have sent.
struct TemplateRoutes {
    static let page = 100
    private static let mostVersions = 20

    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/templates") { request, context in
            let after = Form.parsed(request.uri.query ?? "")["after"]
            let found = try await parts.store.campaigns.templates(after: after, limit: Self.page + 1)
            let lines = found.prefix(Self.page)
            let shown = parts.shown
            let model: JSON = [
                "title": "Templates", "place": "/templates", "command": "mosaic templates list",
                "templates": lines.map { line in
                    line.json.joined([
                        "created": shown.time(line.createdAt), "used": line.campaigns.joined(separator: ", "),
                    ])
                }.json, "has_templates": !lines.isEmpty,
                "next": found.count > Self.page ? lines.last?.name.formQuery : nil,
            ]
            return parts.pages.response("templates", model, for: try context.user())
        }
        router.get("/templates/:id") { _, context in
            let id: TemplateID = try context.key()
            let versions = try await parts.store.campaigns.versions(of: id, limit: Self.mostVersions)
            guard let newest = versions.first else { throw HTTPError(.notFound) }
            let model: JSON = [
                "title": newest.name, "place": "/templates",
                "command": "mosaic templates show \(newest.name.shellWord)",
                "versions": versions.enumerated().map { place, version in
                    version.json.joined(["is_newest": version.id == newest.id]).joined(
                        Self.changes(in: version, since: place + 1 < versions.count ? versions[place + 1] : nil))
                }.json,
            ]
            return parts.pages.response("template", model, for: try context.user())
        }
    }

    /// What a version says otherwise than the one before it.
    private static func changes(in version: TemplateRecord, since former: TemplateRecord?) -> JSON {
        guard let former else { return [:] }
        let parts = [
            ("Subject", former.subject, version.subject), ("Text", former.text, version.text),
            ("HTML", former.html, version.html),
        ].filter { $0.1 != $0.2 }
        return [
            "former": former.version, "has_changes": !parts.isEmpty,
            "changes": parts.map { ["what": $0.0, "lines": Shown.lines(from: $0.1, to: $0.2)] as JSON },
        ]
    }
}
