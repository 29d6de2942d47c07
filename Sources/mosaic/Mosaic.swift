import ArgumentParser

/// The command line: every command parses, calls one part, and prints.
@main
struct Mosaic: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mosaic",
        abstract: "Answers the replies to your outreach mail, and hands over to you when it should.",
        subcommands: [RunCommand.self, DemoCommand.self])
}
