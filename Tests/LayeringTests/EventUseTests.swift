import Events
import Testing

/// Log and audit say what the catalogue says, and the catalogue nothing else.
struct EventUseTests {
    static let names = Dictionary(uniqueKeysWithValues: Event.allCases.map { ("\($0)", $0) })

    /// Everything but the catalogue itself, what writes it, and the test servers.
    static let sources = TypeNameTests.sources.filter { file in
        !["Sources/Events/", "Sources/Observability/"].contains { file.path.hasPrefix($0) }
    }

    static let storage = sources.filter { $0.path.hasPrefix("Sources/Storage/") }

    /// `event(.name, …)` of a logger, and `note(.name, claim, …)` for what concerns a mail.
    static let logged = sources.flatMap { SourceCall.calls(of: ["event", "note"], in: $0.text) }.compactMap(
        EventUse.init)

    static let recorded = storage.flatMap { SourceCall.calls(of: ["record", "AuditLine"], in: $0.text) }.compactMap(
        EventUse.init)

    @Test func whatIsLoggedIsWhatTheCatalogueCallsLogged() {
        let used = Set(Self.logged.flatMap(\.events))
        let known = Set(Event.allCases.filter(\.isLogged))
        for event in used.subtracting(known) { Issue.record("\(event) is logged, but has no level in the catalogue") }
        for event in known.subtracting(used) { Issue.record("\(event) is logged nowhere") }
    }

    /// A name may be chosen before it is recorded, so every mention of an event in `Storage` counts.
    @Test func whatIsRecordedIsWhatTheCatalogueCallsAudited() {
        let used = Set(Self.storage.flatMap { SourceCall.cases(in: $0.text) }.compactMap { Self.names[$0] })
        let known = Set(Event.allCases.filter(\.isAudited))
        for event in used.subtracting(known) {
            Issue.record("\(event) is recorded, but has no columns in the catalogue")
        }
        for event in known.subtracting(used) { Issue.record("\(event) is recorded nowhere") }
    }

    @Test(arguments: Event.allCases.filter(\.isLogged))
    func itsLinesCarryTheFactsOfTheCatalogue(event: Event) {
        let facts = Self.logged.filter { $0.events.contains(event) }.map(\.facts)
        #expect(facts.reduce(into: []) { $0.formUnion($1) } == Set(event.entry.facts))
    }

    /// Those whose name is no literal at the call are held by the other tests alone.
    @Test(arguments: Set(recorded.flatMap(\.events)).sorted { $0.rawValue < $1.rawValue })
    func itsRowsFillTheColumnsOfTheCatalogue(event: Event) {
        let columns = Self.recorded.filter { $0.events.contains(event) }.map(\.columns)
        #expect(columns.reduce(into: []) { $0.formUnion($1) } == Set(event.entry.columns ?? []))
    }

    @Test func noNameStandsOutsideTheCatalogue() {
        let names = Set(Event.allCases.map(\.rawValue))
        for source in Self.sources {
            for piece in SourceCall.code(of: source.text).split(separator: "\"") where names.contains(String(piece)) {
                Issue.record("\(source.path) holds the name \(piece): use the case of Event")
            }
        }
    }

    @Test func nothingIsLoggedOrRecordedByABareName() {
        let writers: Set<String> = [
            "record", "event", "note", "log", "trace", "debug", "info", "notice", "warning", "error", "critical",
        ]
        for source in Self.sources {
            for call in SourceCall.calls(of: writers, in: source.text) {
                for argument in call.arguments.prefix(2) where EventUse.isBareName(argument.text) {
                    Issue.record("\(source.path) writes \(argument.text): use a case of Event")
                }
            }
        }
    }

    @Test func theDocumentIsTheCatalogue() {
        let isSame = Repository.text("docs/EVENTS.md") == EventTable.markdown + "\n"
        #expect(isSame, "docs/EVENTS.md is old: mosaic events > docs/EVENTS.md")
    }
}

/// One place that writes an event, or one of several.
struct EventUse {
    let events: [Event]
    /// The keys of its facts, where it is a line of the log.
    let facts: Set<String>
    /// The labels of its arguments, where it is a row of the audit.
    let columns: Set<Event.Column>

    /// Nil where the call names no event.
    init?(_ call: SourceCall) {
        let first = call.arguments.first?.text ?? ""
        // Lines that are recorded together each name their own event.
        if first.contains("AuditLine(") { return nil }
        let named = SourceCall.cases(in: first)
        events = named.compactMap { EventUseTests.names[$0] }
        guard !events.isEmpty else { return nil }
        var keys = Set(call.arguments.dropFirst().flatMap { Self.keys(in: $0.text) })
        if call.name == "note" { keys.formUnion(Event.factsOfMail) }
        facts = keys
        let labels = Set(call.arguments.compactMap(\.label))
        columns = Set(Event.Column.allCases.filter { labels.contains("\($0)") })
    }

    /// The keys of a dictionary literal: strings with a colon directly behind them.
    static func keys(in text: String) -> [String] {
        let pieces = text.split(separator: "\"", omittingEmptySubsequences: false)
        return zip(pieces, pieces.dropFirst()).filter { $1.hasPrefix(":") }.map { String($0.0) }
    }

    /// `"a.b"`, `"a.\(b)"`, and the same in a condition.
    static func isBareName(_ text: String) -> Bool {
        SourceCall.literals(in: text).contains { literal in
            literal.contains(".") && literal.first != "."
                && literal.utf8.allSatisfy { SourceCall.Reader.isWord($0) || $0 == UInt8(ascii: ".") }
                && literal == literal.lowercased()
        }
    }
}
