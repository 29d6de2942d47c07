import Events
import Testing

struct EventTests {
    /// `followup.needs_human` is `followupNeedsHuman`: who finds a name in a log finds its case, and the other way round.
    @Test(arguments: Event.allCases)
    func aCaseIsItsNameInCamelCase(event: Event) {
        let words = event.rawValue.split { $0 == "." || $0 == "_" }
        let name = words.dropFirst().reduce("\(words[0])") { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
        #expect("\(event)" == name)
    }

    @Test(arguments: Event.allCases)
    func aNameIsDottedAndLowercase(event: Event) {
        let name = event.rawValue
        #expect(name.split(separator: ".", omittingEmptySubsequences: false).count == 2)
        #expect(
            name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") })
    }

    @Test func theNamesStandInOrder() {
        #expect(Event.allCases.map(\.rawValue) == Event.allCases.map(\.rawValue).sorted())
    }

    @Test(arguments: Event.allCases)
    func everyEventIsWrittenSomewhereAndMeansOneSentence(event: Event) {
        #expect(event.isLogged || event.isAudited)
        let meaning = event.entry.meaning
        #expect(meaning.hasSuffix(".") && !meaning.dropLast().contains(".") && meaning.count < 120)
        #expect(!meaning.contains("|"), "the sentence stands in a table")
    }

    @Test(arguments: Event.allCases)
    func onlyLinesHaveFactsAndNoneTwice(event: Event) {
        let entry = event.entry
        #expect(event.isLogged || entry.facts.isEmpty)
        #expect(Set(entry.facts).count == entry.facts.count)
        #expect(Set(entry.columns ?? []).count == entry.columns?.count ?? 0)
    }

    @Test func theTableHasARowForEachEvent() {
        let rows = EventTable.markdown.split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(rows.count == Event.allCases.count)
        #expect(rows.contains("| `cache.recovered` | INFO | – | – | \(Event.cacheRecovered.entry.meaning) |"))
        #expect(rows.contains { $0.hasPrefix("| `sending.resumed` | – | – | name alone | ") })
        #expect(rows.contains { $0.hasPrefix("| `handoff.opened` | – | – | `thread_id` `message_key` `detail` | ") })
    }
}
