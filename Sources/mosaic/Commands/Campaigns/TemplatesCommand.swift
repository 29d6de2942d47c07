import ArgumentParser
import Correspondence
import Operations
import Outreach
import Settings
import Storage
import Text

/// `mosaic templates`.
struct TemplatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "templates",
        abstract: "Check what a campaign says, and see a lead's mails word for word.",
        discussion: """
              mosaic templates check spring.yaml     faults with line and column, and the fields that are used
              mosaic templates render 17             every mail of lead 17, as it would be sent
              mosaic templates list                  what campaigns say
              mosaic templates show spring/intro     with the versions before
            """,
        subcommands: [Check.self, Render.self, List.self, Show.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compile the texts of a campaign file. Needs no database.")

        @OptionGroup var settings: SettingsOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: ArgumentHelp("The campaign, as YAML; - for standard input.", valueName: "file.yaml"))
        var file: String

        func run() async throws {
            let draft = try CampaignFile.draft(
                String(decoding: try InputText.bytes(of: file), as: UTF8.self),
                defaults: await SettingsLoader.campaignDefaults(
                    environment: settings.environment, file: settings.env))
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

extension TemplatesCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the newest version of each template.")

        @OptionGroup var store: StoreOptions
        @OptionGroup var limit: ListLimit

        func run() async throws {
            let rows = limit.rows(asJSON: store.output.json) ?? Int.max
            let lines = try await store.withStore { try await $0.campaigns.templates(limit: rows) }
            store.output.print(lines.json) { _ in
                guard !lines.isEmpty else { return "There is none: each mail of a campaign becomes one." }
                var table = Table(["template", "version", "subject", "used by"])
                for line in lines {
                    table.add([
                        line.name.shownOnOneLine(limit: 40), "\(line.version)",
                        (line.subject ?? "").shownOnOneLine(limit: 50), line.campaigns.joined(separator: ", "),
                    ])
                }
                return "\(table)"
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what a template says, the newest version first.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "Its name, as `mosaic templates list` has it.")
        var name: String

        func run() async throws {
            let versions = try await store.withStore { try await $0.campaigns.versions(named: name, limit: 20) }
            guard !versions.isEmpty else {
                throw CommandFailure("There is no template \"\(name)\": mosaic templates list")
            }
            store.output.print(versions.json) { terminal in
                versions.map { version in
                    let subject = version.subject.map { ["Subject: \($0.shownOnOneLine())"] } ?? []
                    return
                        ([terminal.bold("Version \(version.version)")] + subject
                        + (version.text ?? version.html ?? "").shownLines).joined(separator: "\n")
                }.joined(separator: "\n\n")
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
