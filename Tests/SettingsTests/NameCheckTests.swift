import Testing

@testable import Settings

@Suite struct NameCheckTests {
    private static func check(_ text: String, environment: [String: String] = [:]) -> NameCheck {
        NameCheck(EnvironmentFile(Array(text.utf8), path: ".env"), environment: environment, path: ".env")
    }

    @Test(arguments: [
        ("DRYRUN=true", "DRY_RUN"), ("DRY-RUN=true", "DRY_RUN"), ("dry_run=true", "DRY_RUN"), ("DRY_RUNN=1", "DRY_RUN"),
        ("DATABSE_URL=sqlite:x", "DATABASE_URL"), ("DATABASE_URI=x", "DATABASE_URL"),
        ("GMAIL_ACOUNT_3_EMAIL=x", "GMAIL_ACCOUNT_3_EMAIL"), ("GMAIL_ACCOUNT3_PASSWORD=x", "GMAIL_ACCOUNT_3_PASSWORD"),
        ("GMAIL_ACCOUNT_EMAIL=x", "GMAIL_ACCOUNT_1_EMAIL"), ("GMAIL_ACCOUNT_2_STAT=draft", "GMAIL_ACCOUNT_2_STATE"),
        ("ACOUNT_STATE=draft", "ACCOUNT_STATE"), ("NEVER_ANSWERS=a.test", "NEVER_ANSWER"), ("OUTREECH=all", "OUTREACH"),
        ("GMAIL_ACCOUNT_X_RATE_LIMIT_PER_DAY=5", "GMAIL_ACCOUNT_1_RATE_LIMIT_PER_DAY"),
        ("IMAP_SEVRER=x", "IMAP_SERVER"), ("ACCOUNT_1_EMAIL=x", "GMAIL_ACCOUNT_1_EMAIL"),
        ("FOLLOWUP_STAGE2_DELAY=3d", "FOLLOWUP_STAGE_2_DELAY"), ("FOLLOWUP_STAGE_4_DELAY=3d", "FOLLOWUP_STAGE_2_DELAY"),
    ])
    func misspellingsThatWouldLetMailOutAreRefused(line: String, meant: String) {
        let check = Self.check(line)
        #expect(check.faults.count == 1)
        #expect(check.faults.first?.contains("Did you mean \(meant)?") == true, "\(check.faults) \(check.notes)")
    }

    @Test(arguments: [
        ("GROQ_MODLE=x", "GROQ_MODEL"), ("GROQ_KEY=x", "GROQ_API_KEY"), ("REDIS_URI=x", "REDIS_URL"),
        ("LOGLEVEL=INFO", "LOG_LEVEL"), ("GMAIL_ACCOUNT_2_REGIO=BR", "GMAIL_ACCOUNT_2_REGION"),
    ])
    func otherMisspellingsAreNoted(line: String, meant: String) {
        let check = Self.check(line)
        #expect(check.faults.isEmpty)
        #expect(check.notes.count == 1)
        #expect(check.notes.first?.contains("Did you mean \(meant)") == true, "\(check.notes)")
    }

    @Test func namesOfNobodyAreListedOnceAndKeysInsteadOfNamesAreNotShown() {
        let check = Self.check("POSTGRES_PASSWORD=hunter2\nTZ=UTC\nFOO=1\nc2VjcmV0S2V5=\n")
        #expect(check.faults.isEmpty)
        #expect(
            check.notes == ["No settings of Mosaic, so without effect: POSTGRES_PASSWORD, FOO, line 4 in .env."])
    }

    @Test(arguments: [
        ("CELERY_BROKER_URL=x", "Celery"), ("MONGO_URI=x", "DATABASE_URL"), ("DB_NAME=x", "DATABASE_URL"),
        ("AUTH_MODE=none", "always asks"),
        ("GMAIL_SCOPES=x", "accounts connect google"), ("AWS_ROLE_ARN=x", "providers/ses.md"),
    ])
    func namesOfFormerToolsAreAnswered(line: String, word: String) {
        let check = Self.check(line)
        #expect(check.faults.isEmpty)
        #expect(check.notes.count == 1)
        #expect(check.notes.first?.contains(word) == true, "\(check.notes)")
        #expect(Self.check("\(line.prefix { $0 != "=" })=").notes.isEmpty)
    }

    @Test func theProcessIsFullOfOtherPeoplesVariables() {
        let others = ["FOO": "1", "DB_NAME": "x", "CELERY_BROKER_URL": "x", "SHELL": "x", "EDITOR": "x"]
        let quiet = Self.check("", environment: others)
        #expect(quiet.faults.isEmpty && quiet.notes.isEmpty)
        #expect(Self.check("", environment: ["DRYRUN": "true"]).faults.count == 1)
        let slip = Self.check("", environment: ["GROQ_MODLE": "x"])
        #expect(slip.faults.isEmpty && slip.notes.map { $0.contains("Did you mean GROQ_MODEL?") } == [true])
        #expect(Self.check("", environment: ["GROQ_MODLE": "x", "GROQ_MODEL": "y"]).notes.isEmpty)
        #expect(Self.check("", environment: ["DRYRUN": ""]).faults.isEmpty)
        #expect(Self.check("", environment: ["DATABASE_URI": "x", "DATABASE_URL": "x"]).faults.isEmpty)
        #expect(Self.check("DATABASE_URL=x", environment: ["DATABASE_URI": "x"]).faults.isEmpty)
    }

    @Test func aFileOfOtherNamesIsNoSettingsFile() {
        let check = Self.check((0...NameCheck.limit).map { "SOMETHING_\($0)=x" }.joined(separator: "\n"))
        #expect(check.faults.map { $0.contains("more than 300 names that are no settings") } == [true])
        #expect(Self.check("FOO_BAR=1\nFOO_BAR=2").notes.count == 1)
    }

    @Test func aNumberUsedForTwoAccountsIsRefused() {
        let check = Self.check("GMAIL_ACCOUNT_1_EMAIL=a\nLOG_LEVEL=INFO\nGMAIL_ACCOUNT_1_EMAIL=b\nLOG_LEVEL=DEBUG\n")
        #expect(check.faults.map { $0.contains("in lines 1 and 3") } == [true])
        #expect(check.notes.map { $0.contains("in lines 2 and 4: the last one counts") } == [true])
        #expect(Self.check("DRY_RUN=true\nDRY_RUN=true").faults.isEmpty)
    }

    @Test(arguments: [
        ("DATABASE_URL=${URL}", true), ("DATABASE_URL=postgresql://h/${NAME}", true), ("DATABASE_URL='${URL}'", false),
        ("GMAIL_ACCOUNT_1_PASSWORD=${SECRET}", true), ("GMAIL_ACCOUNT_1_PASSWORD=a${b}c", false),
        ("LOG_FILE=a$b", false),
        ("CELERY_RESULT_BACKEND=${REDIS_URL}", false),
    ])
    func namesOfOtherVariablesAreNotReplacedAndThatIsSaid(line: String, isFault: Bool) {
        #expect(Self.check(line).faults.isEmpty != isFault)
    }

    @Test func everyNameIsItsOwnNearest() {
        for name in SettingNames.general {
            #expect(SettingNames.isKnown(name))
            #expect(NearestName.of(name) == name)
        }
    }

    @Test(arguments: [
        ("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "abd", 1), ("abcd", "abd", 1), ("ab", "ba", 1),
    ])
    func distancesCountMistakes(one: String, other: String, distance: Int) {
        #expect(NearestName.distance(Array(one.utf8), Array(other.utf8), atMost: 5) == distance)
        #expect(NearestName.distance(Array(other.utf8), Array(one.utf8), atMost: 5) == distance)
    }
}
