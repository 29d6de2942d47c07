import Operations
import Testing

@testable import mosaic

@Suite struct FindingsTextTests {
    @Test func theReportSaysWhatToDo() {
        let findings: [Finding] = [.ok("a", "fine"), .failed("longer", "bad", do: "Fix it.")]
        #expect(
            findings.report(Terminal(hasColours: false)) == """
                ✓ a       fine
                ✗ longer  bad
                          → Fix it.

                1 of 2 must be fixed (✗).
                """)
    }
}
