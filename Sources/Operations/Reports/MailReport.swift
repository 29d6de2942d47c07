import CSV
import Correspondence
package import Storage
package import Text
package import Timing

/// The mails of a span of time: how many left and failed, how many people they reached, and each mail.
package struct MailReport: Sendable {
    /// Mails read at a time.
    private static let page = 500
    package static let headings = [
        "batch_date", "status", "email", "message_id", "custom_subject", "error", "campaign", "account",
    ]

    package let begin: Timestamp
    package let end: Timestamp
    private let store: Store

    /// - Parameter end: the first instant no longer included.
    package init(from begin: Timestamp, to end: Timestamp, of store: Store) throws(OperationFailure) {
        guard begin < end else {
            throw OperationFailure(.unusable, "The last day lies before the first: turn them round.")
        }
        self.begin = begin
        self.end = end
        self.store = store
    }

    package func sums() async throws -> ReportedSums { try await store.outbox.reportedSums(from: begin, to: end) }

    /// The newest first.
    package func mails(before place: ReportPlace? = nil, limit: Int) async throws -> [ReportedMail] {
        try await store.outbox.reported(from: begin, to: end, before: place, limit: limit)
    }

    /// Every mail as CSV for a spreadsheet, page by page, so that few are in memory at any time.
    ///
    /// - Returns: the number of mails written.
    @discardableResult
    package func writeCSV(to write: ([UInt8]) async throws -> Void) async throws -> Int {
        var writer = CSVWriter(.spreadsheet)
        try await write(writer.row(Self.headings))
        var count = 0
        var place: ReportPlace?
        while true {
            try Task.checkCancellation()
            let page = try await mails(before: place, limit: Self.page)
            var bytes: [UInt8] = []
            for mail in page { writer.append(mail.cells, to: &bytes) }
            if !bytes.isEmpty { try await write(bytes) }
            count += page.count
            place = page.last.map { ReportPlace(at: $0.at, mail: $0.id) }
            if page.count < Self.page { return count }
        }
    }
}

extension ReportedMail {
    /// In the order of ``MailReport/headings``.
    fileprivate var cells: [String] {
        [
            at.rfc3339, state.rawValue, recipient.text, messageID?.text ?? "", subject, isFault ? fault ?? "" : "",
            campaign ?? "", account.text,
        ].map { $0.shownOnOneLine() }
    }

    package var isFault: Bool { state == .rejected || (state == .needsHuman && !isDraft) }
}

extension ReportedMail: JSONConvertible {
    package var json: JSON {
        [
            "mail": id, "batch_date": at, "status": state, "email": recipient, "message_id": messageID,
            "custom_subject": subject, "error": isFault ? fault : nil as String?, "campaign": campaign,
            "account": account,
        ]
    }
}

extension ReportedSums: JSONConvertible {
    package var json: JSON { ["sent": sent, "failed": failed, "unique_recipients": recipients] }
}

extension TemplateLine: JSONConvertible {
    package var json: JSON {
        [
            "id": id, "name": name, "version": version, "subject": subject, "campaigns": campaigns,
            "created_at": createdAt,
        ]
    }
}

extension TemplateRecord: JSONConvertible {
    package var json: JSON {
        ["id": id, "name": name, "version": version, "subject": subject, "text": text, "html": html]
    }
}
