import HTTPTypes
import Hummingbird
import Text

/// The addresses for probes; they need no login and wait for no database.
struct HealthRoutes {
    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/health") { _, _ in
            let report = parts.health.report
            return Response.json(report.json, status: report.isGood ? .ok : .serviceUnavailable)
        }
        router.get("/health/live") { _, _ in Response.json(["status": "alive"]) }
        router.get("/health/ready") { _, _ in
            parts.health.isReady
                ? Response.json(["status": "ready"])
                : Response.json(["status": "waits for the database"], status: .serviceUnavailable)
        }
        router.get("/metrics") { request, context in
            // Behind a proxy on this machine everybody would seem local.
            let isLocal = DeskOptions.isLoopback(context.peer) && request.headers[.forwardedFor] == nil
            guard isLocal || context.visitor != nil else { throw HTTPError(.unauthorized, message: "Log in first.") }
            return Response.text(parts.health.metrics, type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }
}
