import ArgumentParser
import Correspondence
import Operations
import Outreach
import Text

/// `mosaic templates`.
struct TemplatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "templates",
        abstract: "Check what a campaign says, and see a lead's mails word for word.",
        discussion: """
              mosaic templates check spring.yaml     faults with line and column, and the fields that are used
              mosaic templates render 17             every mail of lead 17, as it would be sent
            """,
        subcommands: [Check.self, Render.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compile the texts of a campaign file. Needs no database.")

        @OptionGroup var output: OutputOptions
        @Argument(help: ArgumentHelp("The campaign, as YAML; - for standard input.", valueName: "file.yaml"))
        var file: String

        func run() async throws {
            let draft = try CampaignFile.draft(String(decoding: try InputText.bytes(of: file), as: UTF8.self))
            let check = TemplateCheck(of: draft)
            output.print(check.json) { terminal in
                check.steps.map { step in
                    step.fault.map { terminal.red("✗ \(step.name), \($0)") }
                        ?? terminal.green("✓ \(step.name)")
                        + (step.fields.isEmpty ? "" : ": uses \(step.fields.joined(separator: ", "))")
                }.joined(separator: "\n")
            }
            if !check.isGood { throw ExitCode(1) }
        }
    }

    struct Render: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a lead's mails as they would be sent.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The lead, as `mosaic leads` lists it.")
        var lead: LeadID
        @Option(name: .long, help: "Only this step.")
        var step: String?

        func run() async throws {
            let rendered = try await store.withStore { try await RenderedLead.of(lead, step: step, in: $0) }
            store.output.print(rendered.json) { terminal in
                rendered.mails.map { $0.text(terminal) }.joined(separator: "\n\n")
            }
        }
    }
}

extension RenderedLead.Mail {
    fileprivate func text(_ terminal: Terminal) -> String {
        let title = terminal.bold("\(step): \(from) to \(to)")
        if let problem { return "\(title)\n\(terminal.red(problem))" }
        let html = html.map { _ in terminal.dim("(and the same in HTML: --json)") }
        return ([title, "Subject: \(subject.shownOnOneLine())"] + text.shownLines + [html].compactMap(\.self))
            .joined(separator: "\n")
    }
}
