import HTTPTypes
import Hummingbird
import Operations
import Text

/// The settings in force: names, values and where each comes from; for admins only, and without secrets.
struct SettingsRoutes {
    /// The most settings on the page: a thousand accounts have several thousand.
    static let most = 1_000

    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/settings") { _, context in
            let visitor = try context.admin()
            guard let overview = await parts.settings?() else { return page(nil, visitor) }
            return page(overview, visitor)
        }
    }

    private func page(_ overview: SettingsOverview?, _ visitor: Visitor) -> Response {
        let lines = overview?.lines ?? []
        let rows = lines.prefix(Self.most).map { line -> JSON in
            [
                "name": line.name, "value": line.value, "is_secret": line.value == nil, "is_set": line.isSet,
                "whence": line.whence,
            ]
        }
        let model: JSON = [
            "title": "Settings", "place": "/settings", "command": "mosaic settings",
            "is_known": overview != nil, "file": overview?.file,
            "set": rows.filter { $0["is_set"] == .bool(true) }.json,
            "standard": rows.filter { $0["is_set"] == .bool(false) }.json,
            "has_set": lines.contains(where: \.isSet), "left_out": lines.count > Self.most,
            "remarks": (overview?.remarks ?? []).map { ["sentence": $0] as JSON },
            "changed": overview.flatMap { $0.changed.isEmpty ? nil : $0.changed.joined(separator: ", ") },
        ]
        return parts.pages.response("settings", model, for: visitor)
    }
}

extension DeskContext {
    /// The admin who is logged in: for others there is no such page.
    func admin() throws -> Visitor {
        let visitor = try user()
        guard visitor.isAdmin else { throw HTTPError(.notFound) }
        return visitor
    }
}

extension InterfaceRoute {
    static let settings = reading(
        "/settings", "The settings in force, without secrets; null where this process has none. For admins.",
        like: "mosaic settings"
    ) { _, context, parts in
        guard try context.user().isAdmin else {
            throw HTTPError(.forbidden, message: "Only admins see the settings.")
        }
        return await parts.settings?().json ?? .null
    }
}
