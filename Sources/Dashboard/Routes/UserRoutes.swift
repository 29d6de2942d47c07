import HTTPTypes
import Hummingbird
import Operations
import Storage
import Text

/// The users of the desk. For anybody but admins these pages do not exist.
struct UserRoutes {
    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/users") { request, context in
            try await users(try admin(context), isDone: request.asked("done") != nil)
        }
        router.post("/users/:act") { request, context in
            let visitor = try admin(context)
            let form = try await Form(request, visitor, patience: parts.options.patience)
            _ = try await ActingPerson.$name.withValue(visitor.user.name) {
                try await perform(context.parameters.get("act"), form)
            }
            return Response.redirect(to: "/users?done=1")
        }
    }

    private func admin(_ context: DeskContext) throws -> Visitor {
        let visitor = try context.user()
        guard visitor.isAdmin else { throw HTTPError(.notFound) }
        return visitor
    }

    private func users(_ visitor: Visitor, isDone: Bool) async throws -> Response {
        let users = try await parts.store.users.list()
        let shown = parts.shown
        let done: String? = isDone ? "Done." : nil
        let model: JSON = [
            "title": "Users", "place": "/users", "command": "mosaic users",
            "users": users.map { user in
                user.json.joined(["created": shown.time(user.createdAt), "is_admin": user.role == .admin])
            }.json, "done": done,
        ]
        return parts.pages.response("users", model, for: visitor)
    }

    private func perform(_ act: String?, _ form: Form) async throws -> Acknowledgement {
        switch act {
        case "add":
            return try await parts.doorkeeper.add(
                form["name"], password: form["password"], role: UserRole(rawValue: form["role"]) ?? .user)
        case "password": return try await parts.doorkeeper.setPassword(form["password"], of: form["name"])
        case "remove": return try await parts.doorkeeper.remove(form["name"])
        default: throw HTTPError(.notFound)
        }
    }
}
