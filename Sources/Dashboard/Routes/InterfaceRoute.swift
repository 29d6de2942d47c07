import Correspondence
import HTTPTypes
import Hummingbird
import Operations
import Storage
import Text
import Timing

/// One address of the JSON interface: its handler and its documentation in one value, so that both agree.
struct InterfaceRoute: Sendable {
    typealias Answer = @Sendable (Request, DeskContext, DeskParts) async throws -> JSON

    enum Method: String, Sendable {
        case get, post
    }

    let method: Method
    /// Below `/api/v1`, with `{id}` for a number.
    let path: String
    let summary: String
    /// The command that prints the same records with `--json`, or does the same.
    let command: String
    let answer: Answer

    static func reading(
        _ path: String, _ summary: String, like command: String, _ answer: @escaping Answer
    ) -> InterfaceRoute {
        InterfaceRoute(method: .get, path: path, summary: summary, command: command, answer: answer)
    }

    static func acting(
        _ path: String, _ summary: String, like command: String,
        _ act: @escaping @Sendable (Interventions, DeskContext, Form, Store) async throws -> Acknowledgement
    ) -> InterfaceRoute {
        InterfaceRoute(method: .post, path: path, summary: summary, command: command) { request, context, parts in
            let visitor = try context.user()
            let form = try await Form(request, visitor, patience: parts.options.patience)
            return try await parts.act(as: visitor) { try await act($0, context, form, parts.store) }.json
        }
    }

    static let all: [InterfaceRoute] =
        [
            reading(
                "/handoffs", "What waits for a person, the oldest first; after=OPENED_ID for further ones.",
                like: "mosaic handoffs"
            ) { request, _, parts in
                try await parts.store.handoffs.list(
                    onlyOpen: true, after: request.place, limit: WaitingRoutes.most
                ).json
            },
            reading(
                "/conversations", "Conversations, those that began last first; before=ID for older ones.",
                like: "mosaic conversations"
            ) { request, _, parts in
                let before = JobRoutes.number("before", in: request).map { ConversationID(rawValue: $0) }
                return try await parts.store.conversations.latest(before: before, limit: WaitingRoutes.most).json
            },
            reading("/conversations/{id}", "One conversation with its whole story.", like: "mosaic explain ID") {
                _, context, parts in
                try await Explanation.of(.conversation(try context.key()), in: parts.store).json
            },
            reading(
                "/followups", "Mails that may still go, by their due time; after=DUE_ID for further ones.",
                like: "mosaic followups"
            ) { request, _, parts in
                try await parts.store.outbox.list(in: MailState.open, after: request.place, limit: PlanRoutes.most)
                    .json
            },
            reading("/accounts", "Every account as it is now.", like: "mosaic accounts") { _, _, parts in
                try await AccountsOverview(of: parts.store, rules: parts.options.autonomy).json
            },
            reading(
                "/campaigns",
                "Campaigns by name, with the sums of their rows, null while they are being counted; after=NAME for further ones.",
                like: "mosaic campaigns"
            ) { request, _, parts in try await parts.campaignReports(after: request.asked("after")) },
            reading(
                "/people", "People, those met last first; q=TEXT for addresses that begin so.",
                like: "mosaic contacts list"
            ) {
                request, _, parts in
                let sought = request.asked("q")?.trimmed ?? ""
                let people = parts.store.contacts
                guard sought.isEmpty else {
                    return try await people.list(startingWith: sought, limit: PeopleRoutes.page).json
                }
                return try await people.latest(limit: PeopleRoutes.page).json
            },
            reading(
                "/reports", "Mails between two days, from and to, with their sums; null while they are being counted.",
                like: "mosaic reports"
            ) { request, _, parts in
                let range = try ReportRange(Form.parsed(request.uri.query ?? ""), now: parts.clock.now)
                let report = try range.report(of: parts.store)
                return [
                    "sums": try await parts.reportSums.value(of: range.span),
                    "mails": try await report.mails(limit: ReportRoutes.page),
                ]
            },
            reading("/templates", "The newest version of each template.", like: "mosaic templates list") {
                _, _, parts in
                try await parts.store.campaigns.templates(limit: TemplateRoutes.page).json
            },
            reading("/events", "The audit, the newest first; before=ID for older lines.", like: "mosaic explain ID") {
                request, _, parts in
                let before = request.asked("before").flatMap { Int64($0) }
                return try await parts.store.audit.latest(before: before ?? .max, limit: LogRoutes.page).json
            },
            log, settings,
        ] + acts + campaigns + [forecast] + edits + jobs + [accountTest]

    private static let acts: [InterfaceRoute] =
        ConversationAct.allCases.map { act in
            acting("/conversations/{id}/\(act.rawValue)", act.summary, like: act.command) {
                acts, context, form, store in
                try await act.perform(acts, on: try context.key(), in: store, form)
            }
        } + [
            acting("/followups/{id}/cancel", "Does not send a mail.", like: "mosaic followups cancel ID") {
                acts, context, _, _ in try await acts.cancel(try context.key())
            },
            acting(
                "/followups/{id}/move", "Sends a mail at another time: at, in UTC.",
                like: "mosaic followups reschedule ID"
            ) {
                acts, context, form, _ in
                try await acts.reschedule(try context.key(), to: try PlanRoutes.instant(form["at"], offset: "0"))
            },
        ]
}

extension ConversationAct {
    var summary: String {
        switch self {
        case .close: "Ticks the handoff of a conversation off."
        case .giveBack: "Gives a conversation back to Mosaic."
        case .notInterested: "The contact is not interested: the conversation is complete."
        case .neverAgain: "No mail goes to the contact any more."
        case .confirm: "The newest reply was judged right."
        case .correct: "The newest reply was judged wrong; label says what it was."
        }
    }

    var command: String {
        switch self {
        case .close: "mosaic handoffs close ID"
        case .giveBack: "mosaic conversations resume ID"
        case .notInterested: "mosaic conversations decline ID"
        case .neverAgain: "mosaic contacts bar ADDRESS"
        case .confirm: "mosaic conversations confirm ID"
        case .correct: "mosaic conversations correct ID LABEL"
        }
    }
}
