import HTTPTypes
import Hummingbird
import Mustache
import NIOCore
import Storage
import Text

/// The desk's pages. Every value in them is escaped: no template can avoid that, which a test verifies.
struct Pages: Sendable {
    private let library: MustacheLibrary

    init() throws {
        var templates: [String: MustacheTemplate] = [:]
        for (name, bytes) in Self.embedded {
            templates[name] = try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self))
        }
        library = MustacheLibrary(templates: templates)
    }

    private static let embedded: [(String, [UInt8])] = [
        ("frame", PackageResources.frame_mustache), ("failure", PackageResources.failure_mustache),
        ("login", PackageResources.login_mustache), ("welcome", PackageResources.welcome_mustache),
        ("waiting", PackageResources.waiting_mustache), ("conversation", PackageResources.conversation_mustache),
        ("followups", PackageResources.followups_mustache), ("accounts", PackageResources.accounts_mustache),
        ("campaigns", PackageResources.campaigns_mustache), ("campaign", PackageResources.campaign_mustache),
        ("log", PackageResources.log_mustache), ("users", PackageResources.users_mustache),
        ("help", PackageResources.help_mustache), ("time", PackageResources.time_mustache),
        ("upload", PackageResources.upload_mustache), ("people_file", PackageResources.people_file_mustache),
        ("write", PackageResources.write_mustache), ("preview", PackageResources.preview_mustache),
        ("check", PackageResources.check_mustache), ("people", PackageResources.people_mustache),
        ("person", PackageResources.person_mustache), ("erase", PackageResources.erase_mustache),
        ("reports", PackageResources.reports_mustache), ("templates", PackageResources.templates_mustache),
        ("template", PackageResources.template_mustache), ("alerts", PackageResources.alerts_mustache),
        ("optout", PackageResources.optout_mustache),
        ("jobs", PackageResources.jobs_mustache), ("job_rows", PackageResources.job_rows_mustache),
        ("leads", PackageResources.leads_mustache), ("lead", PackageResources.lead_mustache),
        ("connect", PackageResources.connect_mustache), ("campaign_jobs", PackageResources.campaign_jobs_mustache),
        ("job", PackageResources.job_mustache), ("changes", PackageResources.changes_mustache),
        ("forecast", PackageResources.forecast_mustache), ("account_test", PackageResources.account_test_mustache),
        ("settings", PackageResources.settings_mustache), ("diff", PackageResources.diff_mustache),
    ]

    /// The places of the navigation: path, name, and whether only admins see it.
    private static let places: [(path: String, name: String, isForAdmins: Bool)] = [
        ("/", "Waiting", false), ("/followups", "Follow-ups", false), ("/accounts", "Accounts", false),
        ("/campaigns", "Campaigns", false), ("/jobs", "Jobs", false), ("/templates", "Templates", false),
        ("/people", "People", false), ("/reports", "Reports", false), ("/log", "Log", false),
        ("/alerts", "Alerts", true), ("/users", "Users", true),
    ]
    /// Those that are about Mosaic itself, beside the user's name.
    private static let asides: [(path: String, name: String, isForAdmins: Bool)] = [
        ("/settings", "Settings", true), ("/help", "Help", false),
    ]

    /// A page with its frame.
    ///
    /// - Parameters:
    ///   - model: the values that the template names; `title`, and `place` for a page of the navigation.
    ///   - visitor: the user who sees it; nil before anybody is logged in.
    func response(
        _ name: String, _ model: JSON, for visitor: Visitor?, status: HTTPResponse.Status = .ok
    ) -> Response {
        var whole = model
        if let visitor {
            let here = model["place"]?.text
            func links(_ places: [(path: String, name: String, isForAdmins: Bool)]) -> JSON {
                .array(
                    places.filter { !$0.isForAdmins || visitor.isAdmin }.map {
                        ["path": $0.path, "name": $0.name, "is_here": $0.path == here] as JSON
                    })
            }
            whole = whole.joined([
                "me": ["name": visitor.user.name, "is_admin": visitor.isAdmin] as JSON, "token": visitor.formToken,
                "places": links(Self.places), "asides": links(Self.asides),
            ])
        }
        let html = library.render(whole.rendered ?? [String: Any](), withTemplate: name) ?? ""
        return Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: html)))
    }
}

extension Pages {
    /// A template without a frame.
    func html(_ name: String, _ model: JSON) -> String {
        library.render(model.rendered ?? [String: Any](), withTemplate: name) ?? ""
    }
}

extension JSON {
    func joined(_ other: JSON) -> JSON { .object((members ?? []) + (other.members ?? [])) }

    /// For a template: dictionaries, lists, texts, numbers, and nothing for null, an empty text or false.
    var rendered: Any? {
        switch self {
        case .null: nil
        case .bool(let value): value
        case .int(let number): number
        case .double(let number): number
        case .string(let text): text.isEmpty ? nil : text
        case .array(let items): items.compactMap(\.rendered)
        case .object(let members):
            members.reduce(into: [String: Any]()) { $0[$1.key] = $1.value.rendered }
        }
    }
}

extension Response {
    static func json(_ value: JSON, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: value.description + "\n")))
    }

    static func text(_ text: String, type: String = "text/plain; charset=utf-8") -> Response {
        Response(
            status: .ok, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
