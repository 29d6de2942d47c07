import Curl
import Settings
import Testing
import Timing

@testable import Operations
@testable import PostOffice

@Suite struct LicenceTests {
    /// A published sheet, which moves to another address first, as such sheets do.
    private struct Sheet: HTTPDesk {
        var status = 200

        mutating func steps(for request: WebRequest, now: Timestamp) -> [WireStep] {
            let body = "Name,Key\r\nLisbon,\"K-1\"\r\nOld house, K-2 \r\n"
            let answer =
                switch request.target {
                case "/sheet":
                    "HTTP/1.1 307 Temporary Redirect\r\nlocation: http://\(request.headers["host"] ?? "")/csv\r\n"
                case "/round": "HTTP/1.1 302 Found\r\nlocation: http://\(request.headers["host"] ?? "")/round\r\n"
                default: "HTTP/1.1 \(status) Status\r\n"
                }
            return [.send(Array("\(answer)content-length: \(body.utf8.count)\r\n\r\n\(body)".utf8))]
        }
    }

    private func verdict(_ path: String, _ key: String, status: Int = 200) async throws -> LicenceCheck.Verdict {
        let counter = try await HTTPCounter.open(Sheet(status: status))
        let transport = CurlTransport()
        let licence = LicenceSettings(sheetURL: "\(counter.baseURL)\(path)", key: Secret(key))
        let verdict = await LicenceCheck(licence, transport: transport).verdict()
        await transport.shutdown()
        await counter.close()
        return verdict
    }

    @Test func aKeyIsAWholeCellOfThePublishedSheet() async throws {
        #expect(try await verdict("/sheet", "K-1") == .listed)
        #expect(try await verdict("/csv", "K-2") == .listed)
        #expect(try await verdict("/sheet", "K") == .missing)
        #expect(try await verdict("/sheet", "Lisbon,K-1") == .missing)
    }

    @Test func aSheetThatIsAwayRefusesNobody() async throws {
        for (path, status) in [("/csv", 404), ("/round", 200)] {
            guard case .unread = try await verdict(path, "K-3", status: status) else {
                Issue.record("\(path) was read")
                return
            }
        }
    }

    @Test(arguments: [
        (["LICENSE_SHEET_URL": "https://sheets.example/csv", "LICENSE_KEY": "K"], true),
        (["LICENSE_SHEET_URL": "https://sheets.example/csv"], false), (["LICENSE_KEY": "K"], false), ([:], false),
    ])
    func itIsAskedForOnlyWhereBothAreSet(_ names: [String: String], _ isAsked: Bool) async throws {
        var environment = ["GMAIL_ACCOUNT_1_EMAIL": "team@mosaic.test", "GMAIL_ACCOUNT_1_PASSWORD": "x"]
        environment["GMAIL_ACCOUNT_1_IMAP_SERVER"] = "imap.mosaic.test"
        environment["GMAIL_ACCOUNT_1_SMTP_SERVER"] = "smtp.mosaic.test"
        environment.merge(names) { $1 }
        let loaded = try await SettingsLoader.load(environment: environment, file: nil)
        #expect((loaded.settings.licence != nil) == isAsked)
        #expect(loaded.warnings.contains { "\($0)".contains("LICENSE") } == (names.count == 1))
    }
}
