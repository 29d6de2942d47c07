import Testing
import Timing

@testable import PostOffice

@Suite struct IMAPSessionTests {
    @Test func wrongPasswordIsAuthenticationFailed() throws {
        var fixture = try SessionFixture(loggedIn: false)
        #expect(fixture.say("a LOGIN mila@shop.example wrong") == ["a NO [AUTHENTICATIONFAILED] Invalid credentials"])
        #expect(fixture.say("b SELECT INBOX") == ["b BAD log in first"])
    }

    @Test func plainAuthenticationWorksWithAndWithoutInitialResponse() throws {
        let response = Base64.encode("\0mila@shop.example\0secret".bytes).text
        var direct = try SessionFixture(loggedIn: false)
        #expect(direct.say("a AUTHENTICATE PLAIN \(response)").first?.hasPrefix("a OK [CAPABILITY IMAP4rev1") == true)
        var asked = try SessionFixture(loggedIn: false)
        #expect(asked.say("a AUTHENTICATE PLAIN") == ["+ "])
        #expect(asked.say(response).first?.hasPrefix("a OK") == true)
        asked.options.extensions.remove(.saslIR)
        #expect(asked.say("b AUTHENTICATE PLAIN \(response)") == ["b BAD SASL-IR is not offered"])
    }

    @Test func refusedLoginsGiveTheTextThatWasSet() throws {
        var fixture = try SessionFixture(loggedIn: false)
        fixture.options.loginRefusal = "[UNAVAILABLE] try again later"
        #expect(fixture.say("a LOGIN mila@shop.example secret") == ["a NO [UNAVAILABLE] try again later"])
    }

    @Test func specialMailboxesAreListedWithTheirUse() throws {
        var fixture = try SessionFixture()
        #expect(
            fixture.say("a LIST \"\" \"*\"") == [
                "* LIST (\\HasNoChildren) \"/\" \"INBOX\"", "* LIST (\\HasNoChildren \\Sent) \"/\" \"Sent\"",
                "* LIST (\\HasNoChildren \\Drafts) \"/\" \"Drafts\"", "* LIST (\\HasNoChildren \\Junk) \"/\" \"Junk\"",
                "* LIST (\\HasNoChildren \\Trash) \"/\" \"Trash\"", "a OK done",
            ])
        fixture.options.extensions.remove(.specialUse)
        #expect(fixture.say("b LIST \"\" Sent") == ["* LIST (\\HasNoChildren) \"/\" \"Sent\"", "b OK done"])
    }

    @Test func gmailListsItsOwnNames() throws {
        var fixture = try SessionFixture(.gmail)
        #expect(
            fixture.say("a LIST \"\" \"[Gmail]/%\"") == [
                "* LIST (\\HasNoChildren \\All) \"/\" \"[Gmail]/All Mail\"",
                "* LIST (\\HasNoChildren \\Drafts) \"/\" \"[Gmail]/Drafts\"",
                "* LIST (\\HasNoChildren \\Sent) \"/\" \"[Gmail]/Sent Mail\"",
                "* LIST (\\HasNoChildren \\Junk) \"/\" \"[Gmail]/Spam\"",
                "* LIST (\\HasNoChildren \\Trash) \"/\" \"[Gmail]/Trash\"", "a OK done",
            ])
        #expect(
            fixture.say("b LIST \"\" %") == [
                "* LIST (\\HasChildren \\Noselect) \"/\" \"[Gmail]\"", "* LIST (\\HasNoChildren) \"/\" \"INBOX\"",
                "b OK done",
            ])
    }

    @Test func selectingTellsTheStateOfTheMailbox() throws {
        var fixture = try SessionFixture(notes: 2)
        try fixture.world.store(.add, [.seen], on: [1], in: .inbox, of: MailWorld.mila)
        #expect(
            fixture.say("a SELECT inbox") == [
                "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)",
                "* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] kept", "* 2 EXISTS",
                "* 0 RECENT",
                "* OK [UNSEEN 2] first unseen", "* OK [UIDVALIDITY 1] UIDs valid",
                "* OK [UIDNEXT 3] predicted next UID",
                "a OK [READ-WRITE] selected",
            ])
        #expect(fixture.say("b SELECT Nowhere") == ["b NO [NONEXISTENT] no mailbox \"Nowhere\""])
        #expect(fixture.say("c UID FETCH 1 FLAGS") == ["c BAD select a mailbox first"])
    }

    @Test func statusTellsTheNumbers() throws {
        var fixture = try SessionFixture(notes: 2)
        #expect(
            fixture.say("a STATUS INBOX (MESSAGES UNSEEN UIDNEXT UIDVALIDITY)") == [
                "* STATUS \"INBOX\" (MESSAGES 2 UNSEEN 2 UIDNEXT 3 UIDVALIDITY 1)", "a OK done",
            ])
        #expect(fixture.say("b STATUS INBOX (SIZE)") == ["b BAD no status SIZE"])
    }

    @Test func peekingLeavesAMessageUnread() throws {
        var fixture = try SessionFixture(selecting: "INBOX", notes: 1)
        let size = note().count
        #expect(fixture.say("a UID FETCH 1 BODY.PEEK[]").first == "* 1 FETCH (UID 1 BODY[] {\(size)}")
        #expect(try fixture.world.flags(of: 1, in: .inbox, of: MailWorld.mila) == [])
        #expect(fixture.say("b UID FETCH 1 BODY[]").contains(" FLAGS (\\Seen))"))
        #expect(try fixture.world.flags(of: 1, in: .inbox, of: MailWorld.mila) == [.seen])
    }

    @Test func itemsAndSectionsAreFetched() throws {
        var fixture = try SessionFixture(selecting: "INBOX", notes: 1)
        #expect(
            fixture.say("a FETCH 1 (FLAGS INTERNALDATE RFC822.SIZE)") == [
                "* 1 FETCH (FLAGS () INTERNALDATE \"24-Nov-2026 10:05:00 +0000\" RFC822.SIZE \(note().count))",
                "a OK fetched",
            ])
        #expect(
            fixture.say("b UID FETCH 1 BODY.PEEK[HEADER.FIELDS (Subject message-id)]") == [
                "* 1 FETCH (UID 1 BODY[HEADER.FIELDS (Subject message-id)] {57}", "Subject: Hello",
                "Message-ID: <note-1@creators.example>", "", ")", "b OK fetched",
            ])
        #expect(
            fixture.say("c UID FETCH 1 BODY.PEEK[TEXT]<3.5>") == [
                "* 1 FETCH (UID 1 BODY[TEXT]<3> {5}", "there)", "c OK fetched",
            ])
        #expect(fixture.say("d UID FETCH 1 BODY.PEEK[]<99999.5>")[0] == "* 1 FETCH (UID 1 BODY[]<99999> {0}")
    }

    @Test func anOpenRangeAlwaysIncludesTheLastMessage() throws {
        var fixture = try SessionFixture(selecting: "INBOX", notes: 2)
        #expect(fixture.say("a UID FETCH 7:* UID") == ["* 2 FETCH (UID 2)", "a OK fetched"])
        #expect(fixture.say("b UID FETCH 7 UID") == ["b OK fetched"])
        #expect(fixture.say("c FETCH *,1:2,2 UID") == ["* 1 FETCH (UID 1)", "* 2 FETCH (UID 2)", "c OK fetched"])
    }

    @Test func storingAnswersUnlessSilent() throws {
        var fixture = try SessionFixture(selecting: "INBOX", notes: 2)
        #expect(
            fixture.say("a UID STORE 2 +FLAGS ($MosaicHuman \\Seen)") == [
                "* 2 FETCH (UID 2 FLAGS (\\Seen $MosaicHuman))", "a OK stored",
            ])
        #expect(fixture.say("b UID STORE 1:2 -FLAGS.SILENT (\\Seen)") == ["b OK stored"])
        #expect(fixture.say("c NOOP") == ["c OK done"])
        #expect(try fixture.world.flags(of: 2, in: .inbox, of: MailWorld.mila) == ["$MosaicHuman"])
    }

    @Test func serversWithoutKeywordsDropThemSilently() throws {
        var fixture = try SessionFixture(notes: 1)
        fixture.options.keepsKeywords = false
        #expect(fixture.say("a SELECT INBOX")[1].hasSuffix("\\Draft)] kept"))
        #expect(
            fixture.say("b UID STORE 1 FLAGS ($MosaicHuman \\Seen)") == [
                "* 1 FETCH (UID 1 FLAGS (\\Seen))", "b OK stored",
            ])
    }

    @Test func examinedMailboxesAreNotChanged() throws {
        var fixture = try SessionFixture(notes: 1)
        _ = fixture.say("a EXAMINE INBOX")
        #expect(fixture.say("b UID STORE 1 +FLAGS (\\Seen)") == ["b NO [READ-ONLY] the mailbox was examined"])
        _ = fixture.say("c UID FETCH 1 BODY[]")
        #expect(try fixture.world.flags(of: 1, in: .inbox, of: MailWorld.mila) == [])
    }

    @Test func appendingTellsTheUIDAndTheNewCount() throws {
        var fixture = try SessionFixture(selecting: "INBOX", notes: 1)
        #expect(fixture.say("a APPEND INBOX (\\Seen) {3}") == ["+ go ahead"])
        #expect(fixture.say("abc") == ["* 2 EXISTS", "a OK [APPENDUID 1 2] appended"])
        #expect(fixture.say("b APPEND Sent {3+}\r\nabc") == ["b OK [APPENDUID 2 1] appended"])
        #expect(fixture.say("c APPEND Nowhere {3+}\r\nabc") == ["c NO [TRYCREATE] no mailbox \"Nowhere\""])
        fixture.options.extensions.remove(.uidPlus)
        #expect(fixture.say("d APPEND Sent {3+}\r\nabc") == ["d OK appended"])
    }

    @Test func movingTellsCopyUIDThenExpunges() throws {
        var fixture = try SessionFixture(selecting: "INBOX", notes: 3)
        #expect(
            fixture.say("a UID MOVE 1,3 Trash") == [
                "* OK [COPYUID 5 1,3 1:2] moved", "* 1 EXPUNGE", "* 2 EXPUNGE", "a OK done",
            ])
        #expect(fixture.say("b UID COPY 2 Sent") == ["b OK [COPYUID 2 2 1] copied"])
        fixture.options.extensions.remove(.move)
        #expect(fixture.say("c UID MOVE 2 Trash") == ["c BAD MOVE is not offered"])
    }

    @Test func expungingRemovesOnlyDeletedMessages() throws {
        var fixture = try SessionFixture(selecting: "INBOX", notes: 4)
        _ = fixture.say("a UID STORE 1:3 +FLAGS.SILENT (\\Deleted)")
        #expect(fixture.say("b UID EXPUNGE 2,4") == ["* 2 EXPUNGE", "b OK expunged"])
        #expect(fixture.say("c EXPUNGE") == ["* 1 EXPUNGE", "* 1 EXPUNGE", "c OK expunged"])
        #expect(try fixture.world.messages(in: .inbox, of: MailWorld.mila).map(\.uid) == [4])
    }

    @Test func closingExpungesAndUnselectingDoesNot() throws {
        var fixture = try SessionFixture(selecting: "INBOX", notes: 2)
        _ = fixture.say("a UID STORE 1 +FLAGS.SILENT (\\Deleted)")
        #expect(fixture.say("b UNSELECT") == ["b OK closed"])
        #expect(try fixture.world.messages(in: .inbox, of: MailWorld.mila).count == 2)
        _ = fixture.say("c SELECT INBOX")
        #expect(fixture.say("d CLOSE") == ["d OK closed"])
        #expect(try fixture.world.messages(in: .inbox, of: MailWorld.mila).map(\.uid) == [2])
    }

    @Test func searchesAreAnswered() throws {
        var fixture = try SessionFixture(selecting: "INBOX", notes: 3)
        try fixture.world.store(.add, [.seen, "$K"], on: [2], in: .inbox, of: MailWorld.mila)
        let expected = [
            "UNSEEN": "1 3", "KEYWORD $k": "2", "HEADER Message-ID note-3@": "3", "UID 2:*": "2 3", "FROM ADA": "1 2 3",
            "NOT UID 2": "1 3", "OR UID 1 KEYWORD $K": "1 2", "SINCE 24-Nov-2026": "1 2 3", "BEFORE 24-Nov-2026": "",
            "ON 24-Nov-2026 LARGER 10": "1 2 3", "BODY \"hi THERE\"": "1 2 3", "TEXT nowhere": "",
            "CHARSET UTF-8 ALL": "1 2 3",
        ]
        for (key, uids) in expected {
            let found = fixture.say("a UID SEARCH \(key)").first { $0.hasPrefix("* SEARCH") }
            #expect(found == (uids.isEmpty ? "* SEARCH" : "* SEARCH \(uids)"), "\(key)")
        }
    }

    @Test func gmailItemsAreFetchedAndSearched() throws {
        var fixture = try SessionFixture(.gmail, selecting: "\"[Gmail]/All Mail\"", notes: 1)
        let message = try #require(try fixture.world.messages(in: .allMail, of: MailWorld.mila).first)
        #expect(
            fixture.say("a UID FETCH 1 (X-GM-MSGID X-GM-THRID X-GM-LABELS)")[0]
                == "* 1 FETCH (UID 1 X-GM-MSGID \(message.gmailMessageID) X-GM-THRID \(message.gmailThreadID) "
                + "X-GM-LABELS (\"\\\\Inbox\"))")
        #expect(fixture.say("b UID SEARCH X-GM-THRID \(message.gmailThreadID)")[0] == "* SEARCH 1")
        #expect(fixture.say("c UID SEARCH X-GM-RAW \"rfc822msgid:note-1@creators.example\"")[0] == "* SEARCH 1")
        var plain = try SessionFixture(selecting: "INBOX", notes: 1)
        #expect(plain.say("d UID FETCH 1 X-GM-MSGID") == ["d BAD X-GM-EXT-1 is not offered"])
    }

    @Test func aGmailLabelIsAMailboxWithTheSameMessage() throws {
        var fixture = try SessionFixture(.gmail, selecting: "INBOX", notes: 2)
        #expect(fixture.say("a UID STORE 1 +X-GM-LABELS (\"To do\")") == ["a OK labelled"])
        #expect(fixture.say("b UID FETCH 1:2 X-GM-LABELS")[0] == "* 1 FETCH (UID 1 X-GM-LABELS (\"To do\"))")
        let labelled = try fixture.world.messages(in: .named("To do"), of: MailWorld.mila)
        #expect(
            labelled.map(\.gmailMessageID) == [
                try fixture.world.messages(in: .inbox, of: MailWorld.mila)[0].gmailMessageID
            ])
        _ = fixture.say("c UID STORE 1:2 -X-GM-LABELS (\"To do\")")
        #expect(try fixture.world.messages(in: .named("To do"), of: MailWorld.mila).isEmpty)
        #expect(try fixture.world.messages(in: .inbox, of: MailWorld.mila).count == 2)
    }

    @Test func logoutSaysBye() throws {
        var fixture = try SessionFixture()
        #expect(fixture.say("a LOGOUT\r\nb NOOP") == ["* BYE see you", "a OK logged out"])
    }
}
