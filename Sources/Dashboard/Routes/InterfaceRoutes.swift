import HTTPTypes
import Hummingbird
import Text

/// The JSON interface under `/api/v1`, and its description at `/api/v1/openapi.json`.
struct InterfaceRoutes {
    static let root = "/api/v1"

    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        for route in InterfaceRoute.all {
            let path = Self.root + route.path.replacingBraces
            switch route.method {
            case .get:
                router.get(RouterPath(path)) { request, context in
                    Response.json(try await route.answer(request, context, parts))
                }
            case .post:
                router.post(RouterPath(path)) { request, context in
                    Response.json(try await route.answer(request, context, parts))
                }
            }
        }
        router.get("/api/v1/openapi.json") { _, _ in Response.json(Self.document) }
    }

    /// OpenAPI 3.1, built from the same values as the routes.
    static var document: JSON {
        let paths = InterfaceRoute.all.reduce(into: [(String, [InterfaceRoute])]()) { paths, route in
            if let place = paths.firstIndex(where: { $0.0 == root + route.path }) {
                paths[place].1.append(route)
            } else {
                paths.append((root + route.path, [route]))
            }
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Mosaic", "version": "1",
                "description": "The records that the commands print with --json. A session cookie says who asks; what "
                    + "changes something also needs the header X-Form-Token and the same origin.",
            ] as JSON,
            "paths": JSON.object(
                paths.map { path, routes in
                    JSON.Member(
                        key: path,
                        value: .object(routes.map { JSON.Member(key: $0.method.rawValue, value: $0.description) }))
                }),
            "components": [
                "securitySchemes": ["session": ["type": "apiKey", "in": "cookie", "name": "mosaic"] as JSON] as JSON
            ] as JSON,
            "security": [["session": [JSON]().json] as JSON].json,
        ]
    }
}

extension InterfaceRoute {
    fileprivate var description: JSON {
        var json: JSON = [
            "summary": summary, "description": "Like `\(command)`.",
            "responses": [
                "200": ["description": "Done, or the records."] as JSON,
                "401": ["description": "Nobody is logged in."] as JSON,
                "404": ["description": "There is no such thing."] as JSON,
                "409": ["description": "Its state forbids the change; nothing was changed."] as JSON,
            ] as JSON,
        ]
        if path.contains("{id}") {
            let id: JSON = [
                "name": "id", "in": "path", "required": true, "schema": ["type": "integer", "minimum": 1] as JSON,
            ]
            json = json.joined(["parameters": [id].json])
        }
        return json
    }
}

extension String {
    /// `{id}` in the router's form.
    fileprivate var replacingBraces: String { String(compactMap { $0 == "{" ? ":" : $0 == "}" ? nil : $0 }) }
}
