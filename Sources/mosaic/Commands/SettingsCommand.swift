import ArgumentParser
import Operations
import Settings
import Text

/// `mosaic settings`.
struct SettingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "List the settings in force, and where each comes from.",
        discussion: """
            What is set in the environment or in the settings file, and the defaults of the rest. Secrets are named and never \
            shown; `mosaic doctor` says what is wrong.

              mosaic settings
              mosaic settings --json | jq '.settings[] | select(.is_set)'
            """)

    @OptionGroup var settings: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let overview = SettingsOverview(
            await SettingsLoader.report(environment: settings.environment, file: settings.env))
        output.print(overview.json) { overview.text($0) }
    }
}

extension SettingsOverview {
    fileprivate func text(_ terminal: Terminal) -> String {
        var table = Table(["setting", "value", "from"])
        for line in lines {
            table.add([line.name, line.value?.shownOnOneLine(limit: 80) ?? "(set, never shown)", line.whence])
        }
        return (["\(table)"] + remarks.map { "\(terminal.yellow("!")) \($0)" }).joined(separator: "\n")
    }
}
