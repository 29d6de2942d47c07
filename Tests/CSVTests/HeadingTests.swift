import CSV
import Testing

@Suite struct HeadingTests {
    @Test(arguments: [
        ("email", "email"), (" First Name ", "first_name"), ("First-Name", "first_name"),
        ("E-Mail (work)", "e_mail_work"),
        ("\u{FEFF}Email", "email"), ("\u{A0}\u{200B}City\u{A0}", "city"), ("Prénom", "prenom"),
        ("Pre\u{301}nom", "prenom"), ("Straße", "strasse"), ("ŁÓDŹ", "lodz"), ("Имя", "имя"), ("姓名", "姓名"),
        ("2nd phone", "column_2nd_phone"), ("a__b", "a_b"), ("_a_", "a"), ("", "column_1"), (" ?! ", "column_1"),
        ("column_1", "column_1"),
    ])
    func headingsBecomeNames(heading: String, key: String) throws {
        let headings = try CSVHeadings([heading])
        #expect(headings.columns[0].key == key)
        #expect(headings.columns[0].heading == heading)
        #expect(headings[key]?.index == 0)
    }

    @Test(arguments: [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")])
    func columnsAreCalledAsInASpreadsheet(index: Int, letters: String) throws {
        let headings = try CSVHeadings((0...index).map { "h\($0)" })
        #expect(headings.columns[index].letters == letters)
    }

    @Test(arguments: [
        (
            ["email", "first", "First"],
            "Columns B (“first”) and C (“First”) have the same heading. Rename all but one."
        ),
        (["", "Column 1"], "Columns A (“”) and B (“Column 1”) have the same heading. Rename all but one."),
        (
            ["a", "b", "A", " b"],
            "Columns A (“a”) and C (“A”) have the same heading. Columns B (“b”) and D (“ b”) have the same heading. "
                + "Rename all but one."
        ),
    ])
    func equalHeadingsAreAnErrorThatNamesThem(cells: [String], sentence: String) throws {
        let error = #expect(throws: CSVError.self) { try CSVHeadings(cells) }
        #expect(error?.description == sentence)
        #expect(error?.isRetriable == false)
    }

    @Test func aFileWithoutARowIsAnError() {
        #expect(throws: CSVError.emptyFile) { try CSVHeadings(read("").first) }
        let open = read("\"email,first\n")
        #expect(throws: CSVError.unreadableHeadings(open[0].fault!)) { try CSVHeadings(open.first) }
    }

    @Test func valuesAreTrimmedAndEmptyOnesAbsent() throws {
        let records = read("email,First Name,city\n a@x.example\u{A0},\" \",\u{200B}Bern\n")
        let headings = try CSVHeadings(records.first)
        let row = try #require(records.last?.row)
        #expect(headings.value("email", in: row) == "a@x.example")
        #expect(headings.value("first_name", in: row) == nil)
        #expect(headings.value("nothing", in: row) == nil)
        #expect(headings.values(in: row).map(\.text) == ["a@x.example", "Bern"])
        #expect(headings.values(in: row).map(\.column.key) == ["email", "city"])
    }

    @Test(arguments: [
        ("a", ["first", "last"], false), ("a,b,c", [], false), ("a,b,c,,\" \"", [], false), ("a,b,c,d", [], true),
        ("a,b,c,,d", [], true),
    ])
    func rowsAreComparedWithTheHeadings(line: String, missing: [String], isFaulty: Bool) throws {
        let records = read("email,first,last\n\(line)\n")
        let headings = try CSVHeadings(records.first)
        let row = try #require(records.last?.row)
        #expect(headings.missing(in: row).map(\.key) == missing)
        let fault = headings.fault(in: row)
        #expect((fault != nil) == isFaulty)
        if let fault {
            #expect(fault.kind == .moreCellsThanHeadings(cells: row.count, headings: 3))
            #expect(fault.line == 2)
        }
    }
}

@Suite struct DamageTests {
    @Test(arguments: [
        ("4.91512E+11", CSVDamage.shortenedNumber), ("4,9E+11", .shortenedNumber), ("1e5", .shortenedNumber),
        ("#REF!", .failedFormula), (" #N/A ", .failedFormula), ("#NV", .failedFormula), ("#DIV/0!", .failedFormula),
        ("#ÜBERLAUF!", .failedFormula), ("#¿NOMBRE?", .failedFormula), ("######", .hiddenNumber),
        ("Jos\u{FFFD}", .lostCharacter),
        ("JosÃ©", .doublyEncoded), ("itâ€™s", .doublyEncoded),
    ])
    func signsOfDamageAreSeen(cell: String, damage: CSVDamage) {
        #expect(CSVDamage(in: cell) == damage)
    }

    @Test(arguments: ["", "José", "SÃO PAULO", "4915", "E+11", "1E", "#1", "##", "3e", "+4915", "12 E+3", "â"])
    func mostCellsShowNone(cell: String) {
        #expect(CSVDamage(in: cell) == nil)
    }
}
