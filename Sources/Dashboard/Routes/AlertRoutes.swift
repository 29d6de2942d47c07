import Correspondence
import HTTPTypes
import Hummingbird
import Operations
import Storage
import Text

/// The receivers of alerts; for admins only.
struct AlertRoutes {
    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/alerts") { request, context in
            let list = try await AlertList(of: parts.store)
            return page(list, try context.admin(), done: request.asked("done"))
        }
        router.post("/alerts/:act") { request, context in
            let visitor = try context.admin()
            let form = try await Form(request, visitor, patience: parts.options.patience)
            let act = context.parameters.get("act") ?? ""
            let told = try await parts.act(as: visitor) { try await perform(act, form, $0) }
            // The secret of a webhook is shown on this page once, and is part of no URL.
            guard act == "add" else { return Response.redirect(to: "/alerts?done=\(act)") }
            return page(try await AlertList(of: parts.store), visitor, told: told.sentence)
        }
    }

    private func perform(_ act: String, _ form: Form, _ acts: Interventions) async throws -> Acknowledgement {
        if act == "add" {
            guard let kind = AlertForm(rawValue: form["kind"]) else {
                throw OperationFailure(.unusable, "Choose what kind of receiver it is.")
            }
            return try await acts.addAlerts(kind, to: form["url"].trimmed, trusted: parts.options.alertHosts)
        }
        guard let number = Int64(form["target"]) else { throw HTTPError(.notFound) }
        let id = AlertTargetID(rawValue: number)
        switch act {
        case "test": return try await acts.testAlerts(id)
        case "remove": return try await acts.removeAlerts(id)
        default: throw HTTPError(.notFound)
        }
    }

    private func page(
        _ list: AlertList, _ visitor: Visitor, done: String? = nil, told: String? = nil
    ) -> Response {
        let sentences = ["test": "A test is on its way: it leaves with mosaic run.", "remove": "Removed."]
        let shown = parts.shown
        let model: JSON = [
            "title": "Alerts", "place": "/alerts", "command": "mosaic alerts",
            "done": told ?? done.flatMap { sentences[$0] },
            "receivers": list.targets.map { target in
                target.json.joined([
                    "since": shown.time(target.disabledAt ?? target.failingSince), "is_off": target.disabledAt != nil,
                    "is_failing": target.failingSince != nil && target.disabledAt == nil,
                    "works": target.failingSince == nil && target.disabledAt == nil,
                ])
            }.json, "has_receivers": !list.targets.isEmpty, "pending": list.pending == 0 ? nil : list.pending as Int?,
            "dead": list.dead == 0 ? nil : list.dead as Int?,
            "kinds": AlertForm.allCases.map { ["value": $0.rawValue] as JSON },
        ]
        return parts.pages.response("alerts", model, for: visitor)
    }
}
