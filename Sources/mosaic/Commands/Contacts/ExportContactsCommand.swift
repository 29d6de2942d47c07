import ArgumentParser
import Operations
import Outreach
import Storage
import Timing

/// `mosaic contacts export`.
struct ExportContactsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write everybody who gave a number or a postal address, as CSV.",
        discussion: """
              mosaic contacts export > contacts.csv
              mosaic contacts export --since 2026-11-01T00:00:00Z --campaign spring > november.csv
              mosaic contacts export --json | jq '.[].phone'

            All of them, one line each: what they wrote themselves before what stands in their signature. It opens unharmed in a \
            spreadsheet: a number is written +49 15112345678, whose blank keeps it from being shown as 4.9E+11, and a cell that \
            would be run as a formula has an apostrophe in front. --plain leaves out both, for programs. A number without + is \
            one whose country nothing decides.
            """)

    @OptionGroup var store: StoreOptions
    @Option(name: .long, help: "Only what was said from this instant on, such as 2026-11-26T09:00:00Z.")
    var since: Instant?
    @Option(name: .long, help: "Only people of this campaign.")
    var campaign: String?
    @Flag(name: .long, help: "Nothing but RFC 4180, without the marks for spreadsheets.")
    var plain = false

    func validate() throws {
        guard !(plain && store.output.json) else { throw ValidationError("--plain is about CSV, --json is none.") }
    }

    func run() async throws {
        let form: ContactExport.Form = store.output.json ? .json : plain ? .plain : .spreadsheet
        try await store.withStore { opened in
            var id: CampaignID?
            if let campaign { id = try await WholeCampaign.of(campaign, in: opened).campaign.id }
            let export = ContactExport(of: opened, since: since?.timestamp, campaign: id)
            _ = try await export.write(as: form, to: { try RawOutput.write($0) })
        }
    }
}
