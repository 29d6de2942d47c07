import Testing

/// A judge that cannot fail anybody would let everything pass.
@Suite struct TrialAuditTests {
    private func mail(_ id: String, _ text: String) -> (String, [UInt8]) {
        ("creator@creators.example", Array("X-Mosaic-ID: <\(id)@mosaic.test>\r\n\r\n\(text)".utf8))
    }

    private func doubles(_ mails: (String, [UInt8])...) -> Int {
        var audit = TrialAudit()
        audit.countTaken(mails, isSending: true)
        return audit.doubles
    }

    @Test func whoeverHoldsAMailTwiceIsSeen() {
        let first = mail("one", "Could you share your number?")
        #expect(doubles(first, mail("two", "Just checking in")) == 0)
        #expect(doubles(first, first) > 0)
        // The same words under another id.
        #expect(doubles(first, mail("two", "Could you share your number?")) == 1)
    }

    @Test(arguments: [
        ("one|sent||f", true, 0), ("one|sent||f", false, 1), ("one|needs_human|in doubt|t", false, 0),
        ("one|needs_human|in doubt|t", true, 1), ("one|needs_human||t", false, 1), ("one|cancelled|why|f", false, 1),
        ("two|needs_human|in doubt|t", true, 1),
    ])
    func whatIsUnknownOrWithoutAReasonIsSeen(row: String, wasTaken: Bool, violations: Int) {
        var audit = TrialAudit()
        audit.compare([row], with: wasTaken ? ["one"] : [], keepsDrafts: false)
        #expect(audit.violations.count == violations, "\(audit.violations)")
    }

    @Test func aDraftThatIsSentIsSeen() {
        var audit = TrialAudit()
        audit.compare(["one|needs_human|left in drafts|t"], with: ["one"], keepsDrafts: true)
        #expect(audit.violations.isEmpty)
        audit.compare(["one|sent||t"], with: ["one"], keepsDrafts: true)
        #expect(!audit.violations.isEmpty)
    }
}
