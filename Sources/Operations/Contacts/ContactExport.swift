import CSV
import Correspondence
package import Outreach
package import Storage
import Text
package import Timing

/// Exports everybody who gave a phone number or a postal address, page by page, so that few are in memory at any time.
package struct ContactExport: Sendable {
    /// The format of an export.
    package enum Form: Sendable, CaseIterable {
        /// CSV for spreadsheets: no cell is run as a formula, and no number loses its first digits. A phone number has a space after
        /// its country code, so that spreadsheets treat it as text.
        case spreadsheet
        /// RFC 4180 in UTF-8 and nothing else.
        case plain
        /// One array.
        case json
    }

    /// Contacts read at a time.
    private static let page = 500

    private let store: Store
    private let since: Timestamp?
    private let campaign: CampaignID?

    /// - Parameters:
    ///   - since: only details given from then on.
    ///   - campaign: only people of this campaign.
    package init(of store: Store, since: Timestamp? = nil, campaign: CampaignID? = nil) {
        self.store = store
        self.since = since
        self.campaign = campaign
    }

    /// - Parameter write: called with the bytes, in order.
    /// - Returns: the number of contacts written.
    package func write(as form: Form, to write: ([UInt8]) throws -> Void) async throws -> Int {
        var writer = CSVWriter(form == .spreadsheet ? .spreadsheet : .plain)
        try write(form == .json ? Array("[".utf8) : writer.row(ContactRow.headings))
        var count = 0
        var last: ContactID?
        while true {
            try Task.checkCancellation()
            let page = try await store.contacts.reachable(after: last, since: since, of: campaign, limit: Self.page)
            for row in page.compactMap(ContactRow.init) {
                try write(
                    form == .json
                        ? Self.element(row, isFirst: count == 0) : writer.row(row.cells(grouped: form == .spreadsheet)))
                count += 1
            }
            last = page.last?.id
            if page.count < Self.page { break }
        }
        if form == .json { try write(Array((count == 0 ? "]\n" : "\n]\n").utf8)) }
        return count
    }

    private static func element(_ row: ContactRow, isFirst: Bool) -> [UInt8] {
        Array("\(isFirst ? "" : ",")\n  \(row.json)".utf8)
    }
}
