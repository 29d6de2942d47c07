import ArgumentParser

/// The command line: every command parses its arguments, calls one use case, and prints the result.
@main
struct Mosaic: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mosaic",
        abstract: "Answers the replies to your outreach mail, and hands over to you when it should.",
        discussion: """
              mosaic demo           first look: the whole job in half a minute, no account
              mosaic doctor         set-up: checks everything, says what to do
              mosaic run            every day: watches, answers, follows up, hands over
              mosaic handoffs       what waits for you
              mosaic explain ID     why something was done, or not

            Settings come from the environment and from .env; .env.example lists them all. Exit status: 0 done, 1 failed, \
            64 wrong arguments, 78 a fault in the settings. Completions for your shell: \
            mosaic --generate-completion-script bash (or zsh, fish).
            """,
        version: Version.line,
        groupedSubcommands: [
            CommandGroup(
                name: "Run",
                subcommands: [
                    RunCommand.self, DeskCommand.self, DemoCommand.self, DoctorCommand.self, SettingsCommand.self,
                ]),
            CommandGroup(
                name: "See and steer",
                subcommands: [
                    HandoffsCommand.self, ConversationsCommand.self, FollowUpsCommand.self, OutreachCommand.self,
                    AccountsCommand.self, ContactsCommand.self, AlertsCommand.self,
                    ExplainCommand.self, ReportsCommand.self, TextsCommand.self, LogsCommand.self, EventsCommand.self,
                ]),
            CommandGroup(
                name: "Write first",
                subcommands: [
                    CampaignsCommand.self, JobsCommand.self, LeadsCommand.self, TemplatesCommand.self,
                    SuppressionsCommand.self,
                ]),
            CommandGroup(
                name: "Try and measure",
                subcommands: [
                    ClassifyCommand.self, ReadCommand.self, ReplayCommand.self, RulesCommand.self,
                ]),
            CommandGroup(
                name: "Look after", subcommands: [UsersCommand.self, DatabaseCommand.self, VersionCommand.self]),
        ])

    static func main() async {
        do {
            var command = try parseAsRoot(knowingFormerNames(Array(CommandLine.arguments.dropFirst())))
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch {
            guard let status = ExitStatus.own(of: error) else { exit(withError: error) }
            // If nothing can be printed, the status tells.
            try? RawOutput.write(Array("\(fullMessage(for: error))\n".utf8), to: .error)
            ExitStatus.end(with: status)
        }
    }

    /// The arguments, with the present name in place of a former one, which is told.
    private static func knowingFormerNames(_ arguments: [String]) throws -> [String] {
        switch FormerCommand.of(arguments) {
        case nil: return arguments
        case .renamed(let now):
            try? RawOutput.write(
                Array("`\(arguments[0])` is `mosaic \(now.joined(separator: " "))` now.\n".utf8), to: .error)
            return now
        case .gone(let sentence): throw ValidationError(sentence)
        }
    }
}
