import ArgumentParser
import ContactDetection
import Correspondence
import Operations
import Timing
import Understanding

/// `mosaic classify`.
struct ClassifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify",
        abstract: "Judge one reply, and say what Mosaic would do about it.",
        discussion: """
            Takes a mail (.eml) or a plain text and decides as on the first reply to an outreach. Needs no settings, no \
            database and no network; nothing is sent or stored.

              echo "Sounds great, tell me more!" | mosaic classify
              mosaic classify reply.eml --json
              mosaic classify - --subject "Re: Collaboration" < reply.txt
              mosaic classify reply.eml --sent outreach.eml
              GROQ_API_KEY=… mosaic classify reply.eml --classifier chain

            Intents: INTERESTED, NOT_INTERESTED, CLARIFICATION, CONTACT_PROVIDED, \
            UNSUBSCRIBE, AUTO_REPLY, BOUNCE.
            """)

    @OptionGroup var settings: SettingsOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: ArgumentHelp("The reply; - is standard input.", valueName: "file"), completion: .file())
    var file = "-"
    @Option(name: .long, help: ArgumentHelp("The subject, in place of the mail's own.", valueName: "text"))
    var subject: String?
    @Option(name: .long, help: "Who judges: rules, groq, or chain (both, as `mosaic run`).")
    var classifier = ClassifierChoice.rules
    @Option(
        name: .long,
        help: ArgumentHelp("Read phone numbers without a country as of this one (US, BR …).", valueName: "region"))
    var region: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A mail or text of ours that it may quote; give it again for each further one.", valueName: "file"))
    var sent: [String] = []

    func run() async throws {
        let understanding = ReplyUnderstanding(detector: try ContactDetector())
        var reply = try understanding.understand(
            ReplyInput(InputText.bytes(of: file), fileName: file), receivedAt: SystemWallClock().now, region: region,
            sent: understanding.words(of: try sent.map { OwnMail(try InputText.bytes(of: $0), fileName: $0) }))
        if let subject { reply.subject = subject }
        let judged = try await classifier.withClassifier(settings) { [reply] in
            await ReplyExamination(understanding, classifier: $0).judge(reply)
        }
        output.print(judged.json) { terminal in
            var facts = Facts()
            facts["intent"] = "\(judged.verdict.intent.rawValue), confidence \(judged.verdict.confidence)"
            facts["decision"] = judged.decision.name
            facts["evidence"] = judged.verdict.evidence.map { "“\($0.shownOnOneLine(limit: 200))”" }
            facts["why"] = judged.verdict.explanation
            facts["judged by"] = judged.verdict.source.description
            facts["contacts"] = judged.contacts.map(\.shown).joined(separator: "\n")
            facts["own text"] = reply.ownText
            return "\(facts)"
        }
    }
}
