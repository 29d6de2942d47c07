import ArgumentParser
import Classification
import ContactDetection
import Correspondence
import Operations
import Settings
import Storage
import Text

/// `mosaic rules`.
struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Try phrases of your own by which replies are judged.",
        discussion: """
            Write them into a folder called rules beside .env, one file a language, in the format of Mosaic's own:

              rules/en.txt      language: en

                                [yes]
                                let's rock and roll

            They count from the next start of `mosaic run` on. See first what they change in what the database holds:

              mosaic rules check
            """,
        subcommands: [Check.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decide past replies with your phrases and without, and show what differs.",
            discussion: "Changes nothing. Exit status 1 when a mail would go out that does not go without them.")

        @OptionGroup var store: StoreOptions

        func run() async throws {
            let own = try await SettingsLoader.rules(environment: store.settings.environment, file: store.settings.env)
            guard !own.isEmpty else {
                throw CommandFailure(
                    "There is no rules/en.txt or the like beside \(store.settings.env): mosaic rules --help")
            }
            let shipped = try RulesClassifier()
            let adding = try RulesClassifier(adding: own.named)
            let settings = await SettingsLoader.inspect(
                environment: store.settings.environment, file: store.settings.env)
            let detector = try ContactDetector()
            let trial = try await store.withStore {
                try await RulesTrial.of(
                    adding, against: shipped, in: $0, detector: detector, settings: settings.settings)
            }
            store.output.print(trial.json) { trial.text($0) }
            if trial.wouldSend { throw ExitCode(1) }
        }
    }
}

extension RulesTrial {
    fileprivate func text(_ terminal: Terminal) -> String {
        var lines = ["\(count) messages decided with your phrases and without; \(flips.count) differ."]
        if let corrections {
            lines.append(
                "Of \(corrections.all) corrected replies \(corrections.before) are judged right without them, \(corrections.after) with them."
            )
        }
        guard !flips.isEmpty else { return lines.joined(separator: "\n") }
        var table = Table(["conversation", "contact", "without", "with", "own text"])
        for flip in flips {
            table.add([
                "\(flip.conversation)", flip.contact.text, flip.before,
                flip.wouldSend ? terminal.yellow(flip.after) : flip.after, flip.ownText.shownOnOneLine(limit: 60),
            ])
        }
        return (lines + ["", "\(table)"]).joined(separator: "\n")
    }
}
