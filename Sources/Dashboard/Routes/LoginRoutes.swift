import HTTPTypes
import Hummingbird
import Operations
import Storage
import Text
import Timing

/// Logging in and out, and the first admin.
struct LoginRoutes {
    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/login") { _, context in
            guard context.visitor == nil else { return Response.redirect(to: "/") }
            return page("login", ["title": "Log in"])
        }
        router.post("/login") { request, context in try await logIn(request, context) }
        router.post("/logout") { request, context in try await logOut(request, context) }
        router.get("/welcome") { request, _ in
            let key = request.asked("key") ?? ""
            try await check(key)
            return page("welcome", ["title": "Welcome", "key": key])
        }
        router.post("/welcome") { request, context in try await welcome(request, context) }
    }

    private func logIn(_ request: Request, _ context: DeskContext) async throws -> Response {
        let form = try await Form(request, nil, patience: parts.options.patience)
        let name = form["name"]
        switch try await outcome(form, request, context) {
        case .welcome(let token, let browser, _): return welcome(holding: token, browser, context)
        case .refused: return refuse(name, "The name or the password is wrong.", .unprocessableContent)
        case .wait(let span):
            return refuse(name, "Too many tries: wait \(span.shown), then try again.", .tooManyRequests)
        case .busy: return refuse(name, "Many people log in at this moment: try again.", .tooManyRequests)
        }
    }

    private func outcome(
        _ form: Form, _ request: Request, _ context: DeskContext
    ) async throws -> Doorkeeper.Outcome {
        try await parts.doorkeeper.logIn(
            form["name"], password: form["password"], from: NetworkName.of(context.origin),
            with: request.cookies[LoginCheck.browserCookie(isSecure: context.isSecure)]?.value)
    }

    private func refuse(_ name: String, _ sentence: String, _ status: HTTPResponse.Status) -> Response {
        page("login", ["title": "Log in", "name": name, "fault": sentence], status)
    }

    private func logOut(_ request: Request, _ context: DeskContext) async throws -> Response {
        let visitor = try context.user()
        _ = try await Form(request, visitor, patience: parts.options.patience)
        try await parts.doorkeeper.logOut(visitor.token)
        var response = Response.redirect(to: "/login")
        response.setCookie(cookie(LoginCheck.cookie, "", context, maxAge: 0))
        return response
    }

    /// A new session each time: one that somebody else had planted in the browser is worthless.
    private func welcome(holding token: String, _ browser: KnownBrowser, _ context: DeskContext) -> Response {
        var response = Response.redirect(to: "/")
        response.setCookie(cookie(LoginCheck.cookie, token, context, maxAge: Int(SessionLife.whole.inSeconds)))
        response.setCookie(cookie(LoginCheck.browserCookie, browser.text, context, maxAge: 365 * 86_400))
        return response
    }

    private func cookie(
        _ name: (Bool) -> String, _ value: String, _ context: DeskContext, maxAge: Int
    ) -> Cookie {
        Cookie(
            name: name(context.isSecure), value: value, maxAge: maxAge, path: "/", secure: context.isSecure,
            httpOnly: true, sameSite: .lax)
    }

    private func welcome(_ request: Request, _ context: DeskContext) async throws -> Response {
        let form = try await Form(request, nil, patience: parts.options.patience)
        try await check(form["key"])
        do {
            _ = try await parts.doorkeeper.add(
                form["name"], password: form["password"], role: .admin, onlyFirst: true)
        } catch let failure as OperationFailure where failure.kind == .unusable {
            let model: JSON = [
                "title": "Welcome", "key": form["key"], "name": form["name"], "fault": failure.description,
            ]
            return page("welcome", model, .unprocessableContent)
        }
        guard case .welcome(let token, let browser, _) = try await outcome(form, request, context) else {
            return .redirect(to: "/login")
        }
        return welcome(holding: token, browser, context)
    }

    /// The link is valid while there is no user.
    private func check(_ key: String) async throws {
        guard key.utf8.elementsEqual(parts.invitation.key.utf8), try await !parts.store.users.exist() else {
            throw HTTPError(.notFound, message: "This link has been used, or never was one. Log in instead.")
        }
    }

    private func page(_ name: String, _ model: JSON, _ status: HTTPResponse.Status = .ok) -> Response {
        parts.pages.response(name, model, for: nil, status: status)
    }
}
