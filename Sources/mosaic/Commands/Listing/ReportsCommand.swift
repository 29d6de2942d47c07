import ArgumentParser
import Correspondence
import Operations
import Storage
import Text
import Timing

/// `mosaic reports`.
struct ReportsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reports",
        abstract: "Count the mails of some days, and list them.",
        discussion: """
              mosaic reports                                       the last seven days
              mosaic reports --from 2026-11-01 --to 2026-11-30     both days are part of it
              mosaic reports --from 2026-11-01 --csv > november.csv
            """)

    @OptionGroup var store: StoreOptions
    @Option(name: .long, help: ArgumentHelp("The first day, by your clock; six days ago.", valueName: "day"))
    var from: Instant?
    @Option(name: .long, help: ArgumentHelp("The last day; today.", valueName: "day"))
    var to: Instant?
    @Flag(name: .long, help: "Write every mail as CSV.")
    var csv = false
    @OptionGroup var limit: ListLimit

    private static let day = Duration.seconds(86_400)

    func run() async throws {
        let last = to?.timestamp ?? Instant(argument: String(SystemWallClock().now.shown.prefix(10)))?.timestamp
        guard let last else { throw ValidationError("--to takes a day such as 2026-11-30.") }
        let first = from?.timestamp ?? last - Self.day * 6
        try await store.withStore { opened in
            let report = try MailReport(from: first, to: last + Self.day, of: opened)
            guard !csv else {
                try await report.writeCSV { try RawOutput.write($0) }
                return
            }
            let sums = try await report.sums()
            let mails = try await report.mails(limit: limit.rows(asJSON: store.output.json) ?? Int.max - 1)
            let json: JSON = ["sums": sums, "mails": mails]
            store.output.print(json) { _ in Self.text(sums, mails) }
        }
    }

    private static func text(_ sums: ReportedSums, _ mails: [ReportedMail]) -> String {
        let line = "\(sums.sent) sent, \(sums.failed) failed, \(sums.recipients) unique recipients"
        guard !mails.isEmpty else { return line }
        var table = Table(["when", "status", "to", .optional("subject", 1), .optional("error", 2)])
        for mail in mails {
            table.add([
                mail.at.shown, mail.state.rawValue, mail.recipient.text, mail.subject.shownOnOneLine(limit: 40),
                mail.isFault ? (mail.fault ?? "").shownOnOneLine(limit: 60) : "",
            ])
        }
        return "\(line)\n\n\(table)"
    }
}
