import Testing

@testable import Postgres

@Suite struct PreparedStatementsTests {
    private func key(_ text: String, _ types: [UInt32] = []) -> PreparedStatements.Key {
        PreparedStatements.Key(text: text, types: types)
    }

    @Test func aTextIsPreparedOnce() {
        var statements = PreparedStatements(capacity: 2)
        let first = statements.plan(key("a"))
        #expect(first.mustPrepare)
        #expect(statements.plan(key("a")) == .init(name: first.name, mustPrepare: false, evicted: nil))
    }

    @Test func theSameTextWithOtherTypesIsAnotherStatement() {
        var statements = PreparedStatements(capacity: 2)
        let first = statements.plan(key("a", [20]))
        #expect(statements.plan(key("a", [25])).name != first.name)
    }

    @Test func theLeastRecentlyUsedGivesWay() {
        var statements = PreparedStatements(capacity: 2)
        let first = statements.plan(key("a"))
        let second = statements.plan(key("b"))
        _ = statements.plan(key("a"))
        #expect(statements.plan(key("c")).evicted == second.name)
        #expect(!statements.plan(key("a")).mustPrepare)
        #expect(statements.plan(key("b")).mustPrepare)
        #expect(first.name != second.name)
    }

    @Test func whatFailedToPrepareIsPreparedAgainUnderAnotherName() {
        var statements = PreparedStatements(capacity: 2)
        let failed = statements.plan(key("a"))
        statements.forget(failed.name)
        let again = statements.plan(key("a"))
        #expect(again.mustPrepare && again.name != failed.name)
    }

    @Test func startingOverUsesNoOldName() {
        var statements = PreparedStatements(capacity: 2)
        let old = statements.plan(key("a"))
        statements = PreparedStatements(continuing: statements)
        let new = statements.plan(key("a"))
        #expect(new.mustPrepare && new.name != old.name)
    }
}
