import Testing

/// States are written by one statement each, and no statement misspells one.
struct StateColumnTests {
    /// Columns whose values follow one another, and the file of the statement that writes them.
    static let columns: [(column: String, file: String)] = [
        ("outbox.state", "MailTransitions"), ("email_threads.state", "ConversationTransitions"),
        ("campaigns.state", "CampaignTransitions"), ("campaign_leads.state", "LeadTransitions"),
        ("lead_recipients.status", "RecipientTransitions"), ("jobs.state", "JobTransitions"),
        ("job_leads.state", "JobLeadTransitions"), ("accounts.state", "Accounts+autonomy"),
        ("alerts.state", "Alerts+delivering"), ("messages.state", "MessageDecisions"), ("imports.state", "Imports"),
        ("oauth_tokens.state", "OAuthTokens"),
    ]

    @Test(arguments: StateColumnTests.columns)
    func oneStatementWritesAState(column: String, file: String) {
        let writers = StorageOwnershipTests.sources.flatMap { source in
            Self.assignments(in: source.text).filter { $0 == column }.map { _ in source.path }
        }
        #expect(writers.count == 1 && writers.allSatisfy { $0.hasSuffix("/\(file).swift") }, "\(column): \(writers)")
    }

    @Test func everyWordThatSQLComparesWithIsAllowed() {
        var seen = 0
        for source in StorageOwnershipTests.sources {
            for (column, words) in Self.comparisons(in: source.text) {
                guard let allowed = Self.allowed[column] else { continue }
                seen += words.count
                for word in words where !allowed.contains(word) {
                    Issue.record("\(source.path): no \(column) is ever '\(word)'")
                }
            }
        }
        #expect(seen > 200)
    }

    @Test func everyReasonForAHandoffStandsInTheDocument() throws {
        let source = Repository.text("Sources/Correspondence/Deciding/Decision.swift")
        let list = try #require(source.split(separator: "enum HandoffReason").last?.split(separator: "\n}").first)
        let reasons = list.matches(of: /case (\w+)(?: = "(\w+)")?/).map { $0.2 ?? $0.1 }
        #expect(reasons.count > 20)
        let document = Repository.text("docs/states.md")
        for reason in reasons where !document.contains("`\(reason)`") {
            Issue.record("docs/states.md does not say when a conversation goes to a person as \(reason)")
        }
    }

    @Test(arguments: [
        ("UPDATE a SET b = 1 WHERE state = 2", ["a.b"]),
        ("UPDATE a AS x SET b = f(1, c), state = 2", ["a.b", "a.state"]),
        ("UPDATE a SET b = 'x, state = 2', c = \(1) RETURNING d", ["a.b", "a.c"]),
        ("\"UPDATE a SET b = 1\", state = 2", ["a.b"]), ("INSERT INTO a (b) ON CONFLICT (b) DO UPDATE SET c = 1", []),
    ])
    func assignmentsAreFound(statement: String, columns: [String]) {
        #expect(Self.assignments(in: statement) == columns)
    }

    @Test func comparisonsAreFound() {
        let found = Self.comparisons(in: "a.state = 'x' AND b NOT IN ('y', 'z') OR c <> 'u' AND d = \\(v)")
        #expect(found.map(\.column) == ["state", "b", "c"] && found.map(\.words) == [["x"], ["y", "z"], ["u"]])
    }

    /// The words that a CHECK allows, by the column's name in whatever table.
    private static let allowed: [String: Set<String>] = {
        var allowed: [String: Set<String>] = [:]
        for file in Repository.texts(below: ["schema/postgres"]) {
            for check in file.text.matches(of: /CHECK \((\w+) IN\s*\(([^)]*)\)\)/) {
                let words = check.2.matches(of: /'(\w+)'/).map { String($0.1) }
                allowed[String(check.1), default: []].formUnion(words)
            }
        }
        return allowed
    }()

    private static func comparisons(in text: String) -> [(column: String, words: [String])] {
        text.matches(of: /(\w+)\s+(?:=|<>|(?:NOT )?IN)\s+\(?('[^']*'(?:,\s*'[^']*')*)/).map { match in
            let words = match.2.matches(of: /'([^']*)'/).map { String($0.1) }.filter { !$0.contains("\\") }
            return (String(match.1), words)
        }
    }

    /// `table.column` of each assignment of each `UPDATE`, in order; not of an upsert.
    private static func assignments(in text: String) -> [String] {
        let folded = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return folded.matches(of: #/(DO |FOR )?UPDATE (\w+)(?: AS)?(?: \w+)? SET /#).filter { $0.1 == nil }.flatMap {
            match in
            pieces(of: folded[match.range.upperBound...]).compactMap { piece in
                piece.firstMatch(of: /^\s*(\w+) =/).map { "\(match.2).\($0.1)" }
            }
        }
    }

    /// What stands between the commas up to the end of the list; commas in parentheses and quotes part nothing.
    private static func pieces(of list: Substring) -> [Substring] {
        var pieces: [Substring] = []
        var (start, depth, isQuoted) = (list.startIndex, 0, false)
        for index in list.indices {
            switch list[index] {
            case "'": isQuoted.toggle()
            case _ where isQuoted: continue
            case "(": depth += 1
            case ")": depth -= 1
            case "," where depth == 0:
                pieces.append(list[start..<index])
                start = list.index(after: index)
            case "\"" where depth == 0: return pieces + [list[start..<index]]
            case " " where depth == 0 && list[index...].prefixMatch(of: #/ (?:WHERE|FROM|RETURNING)\b/#) != nil:
                return pieces + [list[start..<index]]
            default: continue
            }
            if depth < 0 { return pieces + [list[start..<index]] }
        }
        return pieces + [list[start...]]
    }
}
