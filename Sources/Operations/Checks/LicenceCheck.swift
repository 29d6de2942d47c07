import CSV
package import Curl
package import Settings

/// Looks up this installation's key in a published sheet. For those who hand Mosaic on inside a company and want to see where it runs:
/// Mosaic itself needs no key, and asks for none unless both settings are there.
package struct LicenceCheck: Sendable {
    package enum Verdict: Sendable, Hashable {
        case listed
        /// The sheet was read, and the key stands in no cell of it.
        case missing
        /// The sheet could not be read, and why. Mail goes on being answered: a sheet that is away is nobody's refusal.
        case unread(String)
    }

    private static let mostRedirects = 5

    private let licence: LicenceSettings
    private let transport: CurlTransport

    package init(_ licence: LicenceSettings, transport: CurlTransport) {
        self.licence = licence
        self.transport = transport
    }

    package func verdict() async -> Verdict {
        do throws(CurlError) {
            var url = licence.sheetURL
            for _ in 0...Self.mostRedirects {
                let response = try await transport.perform(
                    HTTPRequest(url: url, timeout: .seconds(15), maxResponseBytes: 8 << 20))
                // A published sheet answers from another host (RFC 9110, section 15.4).
                if (300...399).contains(response.status), let next = response.headers["Location"] {
                    url = next
                    continue
                }
                guard response.status == 200 else { return .unread("it answers \(response.status)") }
                return Self.holds(response.body, licence.key.revealed) ? .listed : .missing
            }
            return .unread("it leads from one address to the next")
        } catch {
            return .unread("\(error)")
        }
    }

    /// Whether a cell of the sheet is the key.
    static func holds(_ sheet: [UInt8], _ key: String) -> Bool {
        var reader = CSVReader()
        reader.append(sheet)
        reader.finish()
        while let record = reader.next() {
            if case .row(let row) = record, row.cells.contains(where: { $0.filter { !$0.isWhitespace } == key }) {
                return true
            }
        }
        return false
    }
}
