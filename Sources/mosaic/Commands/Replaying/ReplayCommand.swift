import ArgumentParser
import ContactDetection
import Correspondence
import Operations
import Settings

/// `mosaic replay`.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Judge many replies whose answers are known, or decide past ones again.",
        discussion: """
            Takes JSON Lines, or a folder of .eml with a .json beside each, and compares. Needs no settings for the rules. \
            The exit status is 1 with a harmful error (a mail to a refusal, an opt-out or a machine) or below \
            --min-accuracy.

              mosaic replay replies.jsonl
              mosaic replay replies.jsonl --min-accuracy 0.95 --json
              mosaic replay mails/ --classifier groq
              mosaic replay replies.jsonl --region BR
              mosaic replay --from-history      what the database holds; prints what differs
              mosaic replay --corrections       the replies that people said were judged wrong

              {"id": 1, "subject": "Re: Hi", "body": "Sounds great!", "lang": "en",
               "headers": {}, "from": "a@b.example", "region": "GB", "intent": "INTERESTED",
               "contacts": [{"kind": "phone", "value": "+442079460000"}]}

            Of a line only body and intent must be there; "sent" holds our mails that it may quote. A .json beside an .eml \
            holds id, intent, lang, region, contacts and sent. A number whose country must stay open is written without "+".
            """)

    @OptionGroup var store: StoreOptions
    @Argument(
        help: ArgumentHelp("JSON Lines (- is standard input), or a folder.", valueName: "path"), completion: .file())
    var path: String?
    @Option(name: .long, help: "Who judges: rules, groq, or chain (both, as `mosaic run`).")
    var classifier = ClassifierChoice.rules
    @Option(name: .long, help: ArgumentHelp("Fail below this share of correct ones, 0 to 1.", valueName: "share"))
    var minAccuracy: Double?
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Read phone numbers without a country as of this one, where a case names none.", valueName: "region"))
    var region: String?
    @Flag(name: .long, help: "Decide again what the database holds.")
    var fromHistory = false
    @Flag(name: .long, help: "Judge the replies that people said were judged wrong.")
    var corrections = false

    func validate() throws {
        guard [path != nil, fromHistory, corrections].count(where: { $0 }) == 1 else {
            throw ValidationError("Name a file or a folder, or say --from-history or --corrections.")
        }
        if let minAccuracy, !(0...1).contains(minAccuracy) {
            throw ValidationError("--min-accuracy is a share from 0 to 1, such as 0.95.")
        }
    }

    func run() async throws {
        if let path {
            try await replay(try ReplayCorpus.cases(at: path))
        } else if corrections {
            try await replay(try await store.withStore { try await CorrectionList(of: $0).cases })
        } else {
            try await replayHistory()
        }
    }

    private func replay(_ cases: [ReplayCase]) async throws {
        let detector = try ContactDetector()
        let results = try await classifier.withClassifier(store.settings) { classifier in
            try await Replay(detector: detector, classifier: classifier, region: region).results(of: cases)
        }
        let report = ReplayReport(ReplayScore(results: results), classifier: classifier.rawValue)
        store.output.print(report.json) { report.text($0) }
        guard report.score.harmful.isEmpty, report.score.accuracy >= minAccuracy ?? 0 else { throw ExitCode.failure }
    }

    private func replayHistory() async throws {
        // Only the accounts' addresses and regions are needed: faults elsewhere do not matter here.
        let settings = await SettingsLoader.inspect(environment: store.settings.environment, file: store.settings.env)
        let detector = try ContactDetector()
        let report = try await store.withStore { store in
            try await classifier.withClassifier(self.store.settings) { classifier in
                try await HistoryReplay(
                    store, detector: detector, classifier: classifier, settings: settings.settings
                ).run()
            }
        }
        store.output.print(report.json) { report.text($0) }
    }
}

extension HistoryReport {
    fileprivate func text(_ terminal: Terminal) -> String {
        guard !flips.isEmpty else { return "\(count) messages decided again; all as before." }
        var table = Table(["conversation", "contact", "then", "today", "own text"])
        for flip in flips {
            table.add([
                "\(flip.conversation)", flip.contact.text, flip.before,
                flip.wouldSend ? terminal.yellow(flip.after) : flip.after, flip.ownText.shownOnOneLine(limit: 60),
            ])
        }
        return "\(count) messages decided again; \(flips.count) differ.\n\n\(table)"
    }
}
