import NIOCore
import Testing

@testable import IMAP

@Suite struct ResponseParserTests {
    @Test(arguments: [
        ("* 23 EXISTS", UntaggedResponse.exists(23)), ("* 0 exists", .exists(0)), ("* 5 RECENT", .recent),
        ("* 4294967295 EXISTS", .exists(4_294_967_295)), ("* 44 EXPUNGE", .expunge),
        ("* VANISHED (EARLIER) 41,43:116", .expunge),
        ("* SEARCH", .search([])), ("* SEARCH ", .search([])), ("* SEARCH 2 84 882 ", .search(uids(2, 84, 882))),
        ("* search  4294967295", .search(uids(4_294_967_295))),
        ("* SEARCH 2 5 (MODSEQ 917162500)", .search(uids(2, 5))),
        ("* ESEARCH (TAG \"A282\") UID", .extendedSearch(ExtendedSearchResult(tag: "A282"))),
        (
            "* ESEARCH (TAG A282) UID MIN 2 COUNT 3 ALL 2,10:11",
            .extendedSearch(ExtendedSearchResult(tag: "A282", uids: uids(2, 10, 11)))
        ),
        ("* ESEARCH UID ALL 11:9 MODSEQ 1", .extendedSearch(ExtendedSearchResult(uids: uids(9, 10, 11)))),
        ("* FLAGS (\\Answered \\Seen $Forwarded)", .flags([.answered, .seen, Flag(received: "$Forwarded")])),
        ("* FLAGS ()", .flags([])),
        ("* CAPABILITY IMAP4rev1 AUTH=PLAIN idle ", .capability(CapabilitySet([.imap4rev1, .authPlain, .idle]))),
        ("* ENABLED UTF8=ACCEPT", .enabled([.utf8Accept])), ("* ENABLED", .enabled([])),
        ("* ID NIL", .id([:])), ("* ID (\"Name\" \"Cyrus\" \"os\" NIL)", .id(["name": "Cyrus"])),
        ("* NAMESPACE ((\"\" \"/\")) NIL NIL", .other("NAMESPACE")), ("* 3 WHATEVER (x", .other("WHATEVER")),
    ])
    func untaggedResponsesAreRead(_ text: String, _ expected: UntaggedResponse) throws {
        #expect(try parseUntagged(text) == expected)
    }

    @Test(arguments: [
        ("A1 OK done", Response.tagged("A1", StatusResponse(condition: .ok, text: "done"))),
        ("A1 OK", .tagged("A1", StatusResponse(condition: .ok, text: ""))),
        ("A1 no [ALERT] {5}", .tagged("A1", StatusResponse(condition: .no, code: .alert, text: "{5}"))),
        ("* BYE see {3}", .untagged(.status(StatusResponse(condition: .bye, text: "see {3}")))),
        ("+ idling", .continuation("idling")), ("+", .continuation("")), ("+ send {3}", .continuation("send {3}")),
        ("* OK [UIDNEXT 4392] next", .status(.uidNext(uid(4392)), "next")),
        (
            "* OK [PERMANENTFLAGS (\\Deleted \\*)] limited",
            .status(.permanentFlags([.deleted, .anyKeyword]), "limited")
        ),
        ("* OK [HIGHESTMODSEQ 715194045007]", .status(.highestModSequence(715_194_045_007), "")),
        ("* OK [UIDVALIDITY 0] broken", .status(.other(name: "UIDVALIDITY", argument: "0"), "broken")),
        ("* OK [UIDNEXT 99999999999] broken", .status(.other(name: "UIDNEXT", argument: "99999999999"), "broken")),
        ("* OK [READ-ONLY] x", .status(.readOnly, "x")), ("* OK [unfinished", .status(nil, "[unfinished")),
        (
            "* OK [COPYUID 38505 304,319:320 3956:3958] x",
            .status(
                .copyUID(
                    UIDValidity(rawValue: 38_505)!, source: uids(304, 319, 320), destination: uids(3956, 3957, 3958)),
                "x")
        ),
        ("* OK [COPYUID 1 1:2 3] x", .status(.other(name: "COPYUID", argument: "1 1:2 3"), "x")),
        ("* OK [X-NEW a (b c)] x", .status(.other(name: "X-NEW", argument: "a (b c)"), "x")),
    ])
    func statusesKeepTheirCodes(_ text: String, _ expected: Response) throws {
        #expect(try parse(text + "\r\n") == [expected])
        #expect(try parse(text + "\n") == [expected])
    }

    @Test(arguments: [
        ("(\\HasNoChildren \\Sent) \"/\" \"[Gmail]/Sent Mail\"", "[Gmail]/Sent Mail", "/", SpecialUse.sent),
        ("(\\HasNoChildren) \".\" INBOX.Trash", "INBOX.Trash", ".", nil), ("() NIL inbox", "INBOX", nil, nil),
        ("(\\AllMail) \"/\" \"Alle &AOQ-\"", "Alle ä", "/", .all),
        ("(\\Noselect) \"/\" {4}\r\na\"b)", "a\"b)", "/", nil),
        ("() \"\\\\\" \"a\\\\b\"", "a\\b", "\\", nil), ("() \"/\" [Gmail] (\"OLDNAME\" (x))", "[Gmail]", "/", nil),
        ("() \"/\" \"raw é\"", "raw é", "/", nil), ("() \"/\" &bad", "&bad", "/", nil),
    ])
    func listingsAreRead(_ text: String, _ name: String, _ delimiter: Character?, _ use: SpecialUse?) throws {
        guard case .list(let listing) = try parseUntagged("* LIST " + text) else {
            Issue.record("not a listing")
            return
        }
        #expect(listing.name.text == name)
        #expect(listing.delimiter == delimiter)
        #expect(listing.specialUse == use)
    }

    /// What nobody marks is known by the names that people's programs give it, in their languages.
    @Test(arguments: [
        ("Junk", SpecialUse.junk), ("INBOX.Spam", .junk), ("Correo no deseado", .junk), ("Lixo Eletrônico", .junk),
        ("Нежелательная почта", .junk), ("迷惑メール", .junk), ("Rascunhos", .drafts), ("Черновики", .drafts),
        ("Itens Enviados", .sent), ("Lixeira", .trash), ("Корзина", .trash),
    ])
    func customaryNamesServeWhereNothingIsMarked(_ name: String, _ use: SpecialUse) throws {
        guard case .list(let listing) = try parseUntagged("* LIST () \".\" \"\(name)\"") else {
            Issue.record("not a listing")
            return
        }
        #expect(SpecialUse.allCases.filter(listing.serves) == [use])
    }

    /// The first line carries a literal, whatever comes behind it: the response goes on until its next line end.
    @Test func aLiteralIsNotHiddenByTheResponseBehindIt() throws {
        var parser = ResponseParser()
        parser.append(ByteBuffer(string: "*X{2+}\r\nab A1 OK "))
        #expect(try parser.next() == nil)
    }

    @Test func statusOfAMailboxIsRead() throws {
        var status = MailboxStatus()
        status.messages = 231
        status.uidNext = uid(44_292)
        status.highestModSequence = 7_011_231_777
        let text = "* STATUS \"blurdy bloop\" (MESSAGES 231 UIDNEXT 44292 X-SIZE (1 (2)) HIGHESTMODSEQ 7011231777)"
        #expect(try parseUntagged(text) == .mailboxStatus("blurdy bloop", status))
    }

    @Test func fetchIsReadInAnyOrderAndForm() throws {
        let headers = Section.headerFields(["From", "Subject"])
        let expected = UntaggedResponse.fetch(
            message(7) {
                $0.flags = [.seen]
                $0.size = 44_827
                $0.internalDate = InternalDate(secondsSince1970: 837_596_665, zoneOffsetMinutes: -420)
                $0.sections = [headers: Array("x\r\n".utf8), .full: [], Section(part: [1, 2], content: .mime): [0x61]]
                $0.modSequence = 12
            })
        let forms = [
            "* 1 FETCH (UID 7 FLAGS (\\Seen) RFC822.SIZE 44827 INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" MODSEQ (12) "
                + "BODY[HEADER.FIELDS (From Subject)] {3}\r\nx\r\n BODY[] \"\" BODY[1.2.MIME] {1}\r\na)",
            "* 1 fetch (body[1.2.mime]<0> \"a\" BODY[HEADER.FIELDS (\"SUBJECT\" \"FROM\")] {3}\r\nx\r\n "
                + "BODY[] ~{0}\r\n MODSEQ (12) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" FLAGS (\\SEEN) RFC822.SIZE 44827 "
                + "ENVELOPE (NIL \"a\\\")\" ((\"x\" NIL {2}\r\n)) \"y\")) NIL) BODY[TEXT] NIL BODY (\"text\" (\"a\" 1)) "
                + "BINARY.SIZE[1] 5 UID 7 )",
        ]
        for form in forms { #expect(try parseUntagged(form) == expected) }
    }

    @Test func fetchWithoutUIDIsKnownAsSuch() throws {
        guard case .fetch(let fetched) = try parseUntagged("* 12 FETCH (FLAGS (\\Deleted))") else {
            Issue.record("not a FETCH")
            return
        }
        #expect(!fetched.hasUID)
        #expect(fetched.message.flags == [.deleted])
    }

    @Test func mailboxNamesAreUTF8OnceTheServerSaysSo() throws {
        var parser = ResponseParser()
        parser.acceptsUTF8 = true
        parser.append(.init(string: "* LIST () \"/\" \"Entwürfe &-\"\r\n"))
        guard case .untagged(.list(let listing))? = try parser.next() else {
            Issue.record("not a listing")
            return
        }
        #expect(listing.name == "Entwürfe &-")
    }
}

extension Response {
    fileprivate static func status(_ code: ResponseCode?, _ text: String) -> Response {
        .untagged(.status(StatusResponse(condition: .ok, code: code, text: text)))
    }
}
