import Testing

/// The oracle can fail: with a collaborator that breaks its word it does, within a few hundred stories.
struct MutationTests {
    @Test(
        arguments: [
            (.readsNothingBeforeSending, ["after "]), (.looksIntoTheInboxAlone, ["a mail was lost"]),
            (.decidesWithoutVeto, ["after ", "nobody was interested"]),
            (.ignoresTheFinalWord, ["the doubt was not committed"]), (.forgetsTheTime, ["an old permission"]),
            (.barsOnEveryRefusal, ["barred for what is not its own"]),
            // A mail that left and is planned again is sent twice, or cancelled although it left.
            (.resendsBlindly, ["twice", "left and is"]),
        ] as [(Sabotage, [String])])
    func sabotageIsNoticed(sabotage: Sabotage, by words: [String]) async throws {
        let summary = try await Seeds.run(1..<501, sabotage: sabotage, untilFailures: 1)
        let violations = summary.failures.flatMap(\.violations)
        print("\(sabotage) noticed after \(summary.count) seeds: \(violations)")
        #expect(violations.contains { violation in words.contains { violation.contains($0) } })
    }
}
