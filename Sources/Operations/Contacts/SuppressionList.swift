import CSV
package import Correspondence
import Outreach
package import Storage
package import Text
import Timing

/// The list of those whom no mail goes to, in and out.
package enum SuppressionList {
    private static let page = 500

    /// What a file of addresses came to.
    package struct Report: Sendable, Hashable {
        package internal(set) var addresses = 0
        /// Of these, those that were not barred before.
        package internal(set) var added = 0
        /// Lines without an address, by their numbers; the first hundred.
        package internal(set) var faulty: [Int] = []
    }

    /// Bars everybody whom a file names: an address on each line, or in the first cell that holds one.
    ///
    /// - Parameter reason: of all of them.
    package static func take(
        _ bytes: [UInt8], reason: SuppressionReason, into store: Store
    ) async throws -> Report {
        var reader = CSVReader()
        reader.append(bytes)
        reader.finish()
        var report = Report()
        var batch: [EmailAddress] = []
        var isFirst = true
        while let record = reader.next() {
            guard case .row(let row) = record else {
                if report.faulty.count < 100 { report.faulty.append(record.start.line) }
                continue
            }
            let found = row.cells.lazy.compactMap { cell -> EmailAddress? in
                if case .address(let address, _) = AddressCell(cell) { address } else { nil }
            }.first
            if let found {
                batch.append(found)
                report.addresses += 1
            } else if !isFirst, report.faulty.count < 100 {
                // The first row may be headings.
                report.faulty.append(row.start.line)
            }
            isFirst = false
            if batch.count >= Self.page {
                report.added += try await store.contacts.suppress(batch, reason: reason)
                batch = []
            }
        }
        report.added += try await store.contacts.suppress(batch, reason: reason)
        return report
    }

    /// Writes the list as CSV, which ``take(_:reason:into:)`` reads again.
    ///
    /// - Parameter write: gets the bytes, in their order.
    package static func write(from store: Store, to write: ([UInt8]) throws -> Void) async throws {
        var writer = CSVWriter(.spreadsheet)
        try write(writer.row(["email", "reason", "since"]))
        var last: ContactID?
        while true {
            let page = try await store.contacts.suppressed(after: last, limit: Self.page)
            for one in page { try write(writer.row([one.address.text, one.reason.rawValue, "\(one.since)"])) }
            guard let newest = page.last else { return }
            last = newest.contact
        }
    }
}

extension SuppressedContact: JSONConvertible {
    package var json: JSON { ["address": address, "reason": reason.rawValue, "since": since] }
}
