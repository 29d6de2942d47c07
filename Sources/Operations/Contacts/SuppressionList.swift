import CSV
package import Correspondence
import Outreach
package import Storage
package import Text
import Timing

/// Import and export of the suppression list.
package enum SuppressionList {
    private static let page = 500

    /// The result of importing a file.
    package struct Report: Sendable, Hashable {
        package internal(set) var addresses = 0
        package internal(set) var domains = 0
        /// Addresses and domains that were not barred before.
        package internal(set) var added = 0
        /// The numbers of lines with neither; the first hundred.
        package internal(set) var faulty: [Int] = []
        /// Why domains were left out; the first hundred.
        package internal(set) var refused: [String] = []
    }

    /// Bars these addresses, and everybody at these domains.
    ///
    /// - Parameters:
    ///   - reason: the reason stored with the addresses.
    ///   - isForced: includes domains at which unrelated people have addresses.
    /// - Returns: the number that were not barred before.
    package static func add(
        _ entries: [SuppressionEntry], reason: SuppressionReason = .manual, isForced: Bool = false, to store: Store
    ) async throws -> Int {
        let refusals = isForced ? [] : entries.compactMap(\.refusal)
        guard refusals.isEmpty else {
            throw OperationFailure(.refused, "Nothing was added. " + refusals.joined(separator: " "))
        }
        let added = try await store.contacts.suppress(entries.compactMap(\.address), reason: reason)
        return try await added + store.contacts.suppress(domains: entries.compactMap(\.domain))
    }

    /// Lifts the bar on a domain.
    package static func remove(_ domain: MailDomain, from store: Store) async throws -> Acknowledgement {
        guard try await store.contacts.allow(domain: domain) == .done else {
            throw OperationFailure(.unknown, "\(domain) is not on the list: see `mosaic suppressions`.")
        }
        return Acknowledgement(
            "Mail may go to \(domain) again. Leads that ended because of it stay ended, and who opted out stays so.",
            ["domain": domain.description])
    }

    /// Bars everybody named by a file: an address on each line, or in the first cell that holds one. A domain is in the first
    /// cell, or anywhere with an `@` before it.
    ///
    /// - Parameters:
    ///   - reason: the reason stored with all addresses.
    ///   - isForced: as in ``add(_:reason:isForced:to:)``; otherwise such domains are left out and reported.
    package static func take(
        _ bytes: [UInt8], reason: SuppressionReason, isForced: Bool = false, into store: Store
    ) async throws -> Report {
        var reader = CSVReader()
        reader.append(bytes)
        reader.finish()
        var report = Report()
        var batch: [EmailAddress] = []
        var domains: [MailDomain] = []
        var isFirst = true
        while let record = reader.next() {
            guard case .row(let row) = record else {
                if report.faulty.count < 100 { report.faulty.append(record.start.line) }
                continue
            }
            switch SuppressionEntry(row: row.cells) {
            case .address(let address):
                batch.append(address)
                report.addresses += 1
            case .domain(let domain):
                let refusal = isForced ? nil : SuppressionEntry.domain(domain).refusal
                if refusal == nil { domains.append(domain) }
                report.domains += refusal == nil ? 1 : 0
                if let refusal, report.refused.count < 100 {
                    report.refused.append("Line \(row.start.line): \(refusal)")
                }
            case nil:
                guard !isFirst, report.faulty.count < 100 else { break }
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
        report.added += try await store.contacts.suppress(domains: domains)
        return report
    }

    /// Writes the list as CSV, domains first, in a form that ``take(_:reason:isForced:into:)`` reads.
    ///
    /// - Parameter write: called with the bytes, in order.
    package static func write(from store: Store, to write: ([UInt8]) throws -> Void) async throws {
        var writer = CSVWriter(.spreadsheet)
        try write(writer.row(["email", "reason", "since"]))
        for one in try await store.contacts.suppressedDomains() {
            try write(writer.row(["\(one.domain)", SuppressionReason.manual.rawValue, "\(one.since)"]))
        }
        var last: ContactID?
        while true {
            let page = try await store.contacts.suppressed(after: last, limit: Self.page)
            for one in page { try write(writer.row([one.address.text, one.reason.rawValue, "\(one.since)"])) }
            guard let newest = page.last else { return }
            last = newest.contact
        }
    }
}

extension SuppressedDomain: JSONConvertible {
    package var json: JSON { ["domain": domain.description, "since": since] }
}

extension SuppressedContact: JSONConvertible {
    package var json: JSON { ["address": address, "reason": reason.rawValue, "since": since] }
}
