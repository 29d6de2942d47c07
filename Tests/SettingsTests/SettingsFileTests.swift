import Correspondence
import Glibc
import Testing

@testable import Settings

/// What `load` makes of a whole file, as somebody would write it.
@Suite struct SettingsFileTests {
    private static func read(
        _ text: String, environment: [String: String] = [:]
    ) throws(SettingsError) -> (settings: MosaicSettings, faults: [String], notes: [String]) {
        let source = try SettingsLoader.source(environment, "/etc/m/.env", files: .holding(["/etc/m/.env": text]))
        var reading = SettingsReading(source.variables, files: .none)
        let settings = reading.settings()
        return (settings, source.faults + reading.faults, source.notes + reading.notes)
    }

    @Test func aFileFromWindowsWithQuotesAndComments() throws {
        let read = try Self.read(
            """
            \u{FEFF}# Mine\r
            export GMAIL_ACCOUNT_1_EMAIL="one@brand.test"\r
            GMAIL_ACCOUNT_1_PASSWORD="abcd efgh ijkl mnop"  # Gmail App Password\r
            GMAIL_ACCOUNT_1_NAME="Anna from Team"\r
            GROQ_API_KEY='key' \r
            DRY_RUN=true # for now\r
            REDIS_URL= # none\r

            """)
        #expect(read.faults.isEmpty, "\(read.faults)")
        #expect(read.notes.isEmpty, "\(read.notes)")
        let account = try #require(read.settings.accounts.first)
        #expect(account.address.text == "one@brand.test")
        #expect(account.inbox?.login.password?.revealed == "abcdefghijklmnop")
        #expect(account.name == "Anna from Team")
        #expect(read.settings.groq?.apiKey.revealed == "key")
        #expect(read.settings.isDryRun)
        #expect(read.settings.redisURL == nil)
    }

    @Test func faultsOfLinesNamesAndValuesComeTogetherWithTheirLines() throws {
        let read = try Self.read(
            """
            GMAIL_ACCOUNT_1_EMAIL=one@brand.test
            GMAIL_ACCOUNT_1_PASSWORD=abcdefghijklmnop
            this is no setting
            DRYRUN=true
            IMAP_PORT=abc
            """)
        #expect(read.faults.count == 3)
        for part in ["Line 3 of /etc/m/.env", "DRYRUN in line 4", "IMAP_PORT (line 5) is not a valid port"] {
            #expect(read.faults.contains { $0.contains(part) }, "\(read.faults)")
        }
    }

    @Test func theProcessWinsAndItsQuotesAreDockers() throws {
        let file = "GMAIL_ACCOUNT_1_EMAIL=one@brand.test\nGMAIL_ACCOUNT_1_PASSWORD=a\nLOG_LEVEL=DEBUG\nDRY_RUN=false"
        let read = try Self.read(
            file, environment: ["DRY_RUN": "\"true\"", "GMAIL_ACCOUNT_1_PASSWORD": "'b c'", "LOG_LEVEL": ""])
        #expect(read.settings.isDryRun)
        #expect(read.settings.accounts.first?.inbox?.login.password?.revealed == "b c")
        #expect(read.settings.log.level == .debug)
    }

    @Test func spacesInsideQuotesBelongToThePassword() throws {
        let read = try Self.read("GMAIL_ACCOUNT_1_EMAIL=one@brand.test\nGMAIL_ACCOUNT_1_PASSWORD=\" two  words \"")
        #expect(read.settings.accounts.first?.inbox?.login.password?.revealed == " two  words ")
    }

    @Test func aMissingFileIsNamedWhereNothingElseIsSet() async {
        await #expect(throws: SettingsError.self) {
            try await SettingsLoader.load(environment: [:], file: "/nowhere/.env")
        }
        let inspection = await SettingsLoader.inspect(environment: [:], file: "/nowhere/.env")
        #expect(inspection.faults.map { $0.contains("/nowhere/.env is not there") } == [true])
    }

    @Test func aFolderIsNoSettingsFile() async {
        let inspection = await SettingsLoader.inspect(environment: [:], file: "/")
        #expect(inspection.faults.contains { $0.hasPrefix("/ cannot be read") })
    }

    @Test func aRealFileIsRead() async throws {
        var name = Array("/tmp/settings-XXXXXX".utf8CString)
        let file = mkstemp(&name)
        let path = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { unlink(path) }
        let text = "GMAIL_ACCOUNT_1_EMAIL=one@brand.test\nGMAIL_ACCOUNT_1_PASSWORD=abcdefghijklmnop\n"
        #expect(write(file, text, text.utf8.count) == text.utf8.count)
        close(file)
        let loaded = try await SettingsLoader.load(environment: [:], file: path)
        #expect(loaded.settings.accounts.count == 1)
        #expect(!loaded.warnings.contains { $0.contains("chmod 600") })
        #expect(chmod(path, 0o644) == 0)
        let open = try await SettingsLoader.load(environment: [:], file: path)
        #expect(open.warnings.contains { $0.contains("chmod 600") })
    }

    @Test func aMisspeltDatabaseStopsCommandsToo() async throws {
        await #expect(throws: SettingsError.self) {
            try await SettingsLoader.database(environment: ["DATABSE_URL": "postgresql://h/d"], file: nil)
        }
        #expect(
            try await SettingsLoader.database(environment: ["DRYRUN": "1", "STATE_FOLDER": "/x"], file: nil)
                == .sqlite(path: "/x/mosaic.db"))
    }
}
