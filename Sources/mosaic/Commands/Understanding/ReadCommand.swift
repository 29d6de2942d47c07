import ArgumentParser
import ContactDetection
import Correspondence
import Operations
import Reading
import Text
import Timing
import Understanding

/// `mosaic read`.
struct ReadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Show how one mail is understood.",
        discussion: """
            The writer's own text, the quoted text, the signature, whether a machine wrote it, and every contact. A file \
            without header fields is read as a body alone. Needs no settings.

              mosaic read reply.eml
              mosaic read reply.eml --json | jq -r .own_text
              mosaic read --jsonl bodies.jsonl > own.jsonl

            With --jsonl each line {"id": …, "input": "body"} becomes {"id": …, "out": "own text"}, in the same order, as \
            soon as it is read; "kind": "html" marks an input that is HTML.
            """)

    @OptionGroup var output: OutputOptions
    @Flag(name: .long, help: "Read JSON Lines of bodies, and write their own texts.")
    var jsonl = false
    @Argument(help: ArgumentHelp("The mail; - is standard input.", valueName: "file"), completion: .file())
    var file = "-"

    func run() async throws {
        if jsonl { return try readLines() }
        let reply = try ReplyUnderstanding(detector: ContactDetector()).understand(
            ReplyInput(InputText.bytes(of: file), fileName: file), receivedAt: SystemWallClock().now)
        output.print(reply.json) { reply.report($0) }
    }

    private func readLines() throws {
        var lines = try LineReader(file)
        var number = 0
        while let line = try lines.next() {
            number += 1
            if line.isBlank { continue }
            do {
                Terminal.standard.print(try OwnTextRequest(JSON(reading: line)).answer.description)
            } catch let error as JSONError {
                throw CommandFailure("Line \(number) is not valid JSON: \(error).")
            } catch let error as OperationFailure {
                throw CommandFailure("Line \(number): \(error)")
            }
        }
    }
}

extension UnderstoodReply {
    func report(_ terminal: Terminal) -> String {
        var facts = Facts()
        facts["from"] = mail?.headers.from.map { $0.name.map { name in "\(name.shownOnOneLine()) " } ?? "" }
            .map { "\($0)\(mail?.headers.from?.address.text ?? "")" }
        facts["subject"] = subject.shownOnOneLine()
        facts["answers"] = mail?.headers.inReplyTo.map(\.bracketed).joined(separator: " ")
        facts["written by"] =
            machine.map { "a machine: \($0.name), \($0.evidence.shownOnOneLine(limit: 120))" } ?? "a person"
        facts["contacts"] = contacts.map(\.shown).joined(separator: "\n")
        facts["attachments"] = mail?.hasAttachments == true ? "yes" : nil
        facts["defects"] = mail?.defects.joined(separator: ", ")
        let sections = [("Own text", TextZone.own), ("Signature", .signature), ("Quoted text", .quoted)].map {
            title, zone in
            let lines = body.text(of: zone).shownLines
            let shown = zone == .quoted ? Array(lines.prefix(20)) : lines
            let rest = lines.count - shown.count
            let body = shown == [""] ? [terminal.dim("(nothing)")] : shown
            return ([terminal.bold(title)] + (body + (rest > 0 ? ["… \(rest) more lines"] : [])).map { "  \($0)" })
                .joined(separator: "\n")
        }
        return "\(facts)\n\n" + sections.joined(separator: "\n\n")
    }
}
