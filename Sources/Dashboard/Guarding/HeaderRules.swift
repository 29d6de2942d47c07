import HTTPTypes
import Hummingbird
import NIOCore

/// Rules for every request and answer: only known hosts, and headers that keep a browser from being used against its
/// owner.
struct HeaderRules: RouterMiddleware {
    typealias Context = DeskContext

    let options: DeskOptions

    /// Scripts and styles only from our own files, nothing from elsewhere, and no framing.
    static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
        frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'
        """

    /// For a preview of mail, which one of our pages shows in a sandboxed frame: inline styles, no script, nothing from elsewhere.
    static let previewPolicy = """
        default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; \
        form-action 'none'
        """

    func handle(
        _ input: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        if options.proxies.contains(context.peer) { believe(input, &context) }
        let authority = input.head.authority ?? ""
        // RFC 9112, 3.2: nobody else may have read the other one.
        guard input.headers[.secondHost] == nil else { return Response(status: .badRequest) }
        let isKnown = options.answers(to: authority) || options.isPublic(authority, path: input.uri.path)
        var response = try await isKnown ? next(input, context) : Self.refusal
        set(&response.headers, isSecure: context.isSecure)
        return response
    }

    private static var refusal: Response {
        Response(
            status: .misdirectedRequest,
            body: .init(byteBuffer: ByteBuffer(string: "This name is not the desk's: see WEB_HOSTS.\n")))
    }

    /// The last entry is the proxy's own; the client can write anything into those before it.
    private func believe(_ request: Request, _ context: inout DeskContext) {
        if let last = request.headers[.forwardedFor]?.split(separator: ",").last {
            context.origin = last.filter { !$0.isWhitespace }
        }
        context.isSecure = request.headers[.forwardedProto] == "https"
    }

    private func set(_ headers: inout HTTPFields, isSecure: Bool) {
        let isPreview = headers[.contentSecurityPolicy] == Self.previewPolicy
        if !isPreview { headers[.contentSecurityPolicy] = Self.policy }
        headers[.xContentTypeOptions] = "nosniff"
        headers[.referrerPolicy] = "same-origin"
        headers[.frameOptions] = isPreview ? "SAMEORIGIN" : "DENY"
        headers[.openerPolicy] = "same-origin"
        headers[.resourcePolicy] = "same-origin"
        headers[.permissionsPolicy] = "camera=(), geolocation=(), microphone=()"
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        if isSecure { headers[.strictTransportSecurity] = "max-age=31536000" }
    }
}
