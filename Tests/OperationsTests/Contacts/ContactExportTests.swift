import CSV
import Correspondence
import Storage
import Testing
import Text
import Timing

@testable import Operations

@Suite struct ContactExportTests {
    private static func detail(
        _ kind: ContactDetail.Kind, _ value: String, _ zone: TextZone = .own, _ confidence: Double = 1,
        at start: Int = 0
    ) -> ContactDetail {
        ContactDetail(
            kind: kind, value: value, zone: zone, range: start..<(start + value.utf8.count), confidence: confidence,
            why: "", candidates: [])
    }

    private func contact(_ details: ContactDetail...) -> ReachableContact {
        ReachableContact(
            id: ContactID(rawValue: 1), address: Desk.creator, name: "=HYPERLINK(\"x\")",
            given: details.enumerated().map { index, detail in
                ReachableContact.Given(
                    detail: detail, conversation: ConversationID(rawValue: Int64(7 + index)),
                    saidAt: Timestamp(secondsSince1970: Int64(1_900_000_000 - index)))
            })
    }

    @Test func whatTheyWroteThemselvesComesBeforeTheirSignatureAndTheNewestFirst() throws {
        let row = try #require(
            ContactRow(
                contact(
                    Self.detail(.phone, "+4915112345678", .signature), Self.detail(.phone, "+447700900123", .own, 0.8),
                    Self.detail(.phone, "+447700900999"), Self.detail(.address, "1 High Street\nLeeds"))))
        #expect(row.phone == "+447700900123")
        #expect(row.postalAddress == "1 High Street\nLeeds")
        #expect(row.whatsApp == nil)
        #expect(row.zones == [.own])
        #expect(row.confidence == 0.8)
        #expect(row.conversation == ConversationID(rawValue: 8))
        #expect(ContactRow(contact()) == nil)
    }

    @Test func noCellIsRunByASpreadsheetNorSteersATerminal() throws {
        let row = try #require(ContactRow(contact(Self.detail(.whatsapp, "+49151\u{1B}[31m"))))
        var writer = CSVWriter(.spreadsheet, isAtStart: false)
        let line = String(decoding: writer.row(row.cells(grouped: true)), as: UTF8.self)
        #expect(line.hasPrefix(#"creator@creators.example,"'=HYPERLINK(""x"")",,'+49151 [31m,,2030-03-17T"#))
        #expect(line.hasSuffix(",own,7,1.0\r\n"))
    }

    /// A spreadsheet takes them for text, and programs for numbers.
    @Test(arguments: [
        ("+4915112345678", "+49 15112345678"), ("+12025550123", "+1 2025550123"), ("+77010000000", "+7 7010000000"),
        ("+35312345678", "+353 12345678"), ("+9613123456", "+961 3123456"), ("030 123456", "030 123456"),
        ("+49 151", "+49 151"), ("+12", "+12"), ("+1234567890123456", "+1234567890123456"),
    ])
    func aNumberIsWrittenWithABlankBehindItsCountry(number: String, written: String) {
        #expect(number.groupedNumber == written)
        if number != written { #expect(SpreadsheetGuard.guarded(written) == written) }
    }

    @Test(arguments: ContactExport.Form.allCases)
    func everybodyWhoGaveSomethingIsWrittenOnce(_ form: ContactExport.Form) async throws {
        try await Desk.with { desk in
            try await desk.decide(.handOff(.contactProvided), giving: [Self.detail(.phone, "+4915112345678")])
            var bytes: [UInt8] = []
            #expect(try await ContactExport(of: desk.store).write(as: form) { bytes += $0 } == 1)
            let text = String(decoding: bytes, as: UTF8.self)
            switch form {
            case .spreadsheet:
                #expect(text.hasPrefix("\u{FEFF}address,name,phone,whatsapp,postal_address,said_at,said_in,"))
                #expect(text.contains(",+49 15112345678,"))
            case .plain:
                #expect(text.hasPrefix("address,"))
                #expect(text.contains(",+4915112345678,"))
            case .json:
                let items = try #require(try JSON(reading: bytes).items)
                #expect(items.map { $0["phone"] } == [.string("+4915112345678")])
                #expect(items.map { $0["said_in"]?.items?.first?.text } == ["own"])
            }
            let later = ContactExport(of: desk.store, since: try await desk.store.currentTime() + .seconds(60))
            bytes = []
            #expect(try await later.write(as: form) { bytes += $0 } == 0)
            if form == .json { #expect(try JSON(reading: bytes).items?.isEmpty == true) }
        }
    }
}
