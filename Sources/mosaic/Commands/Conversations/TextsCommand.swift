import ArgumentParser
import Correspondence
import FoundationEssentials
import Operations
import Settings
import Text

/// `mosaic texts`.
struct TextsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "texts",
        abstract: "Print what the stages say, or write it to files that you can edit.",
        discussion: """
            The text of stage 1 stands in texts/stage-1.txt beside .env, and in texts/stage-1.es.txt for outreach in Spanish; \
            where there is no file, the built-in text is sent.

              mosaic texts
              mosaic texts --write texts    writes the files that are not there yet
            """)

    @OptionGroup var settings: SettingsOptions
    @OptionGroup var output: OutputOptions
    @Option(name: .long, help: ArgumentHelp("Write each text into a file of this folder.", valueName: "folder"))
    var write: String?

    func run() async throws {
        let loaded = try await settings.load().settings
        let texts = loaded.sequence.texts(read: loaded.texts)
        guard let write else {
            return output.print(.array(texts.map(\.json))) { terminal in
                texts.map { "\(terminal.bold($0.title))\n\($0.text.shownLines.joined(separator: "\n"))\n" }
                    .joined(separator: "\n")
            }
        }
        let paths = try texts.compactMap { try $0.write(into: write) }
        output.print(["written": paths.map { JSON.string($0) }.json]) { _ in
            paths.isEmpty ? "Every text has its file already." : paths.map { "written: \($0)" }.joined(separator: "\n")
        }
    }
}

extension MailSequence {
    /// Every text of every step, with the file it was read from.
    fileprivate func texts(read texts: [StepText]) -> [ShownText] {
        steps.flatMap { step in
            let variants = step.variants.sorted { $0.key < $1.key }.map { (language: Optional($0.key), text: $0.value) }
            return ([(language: nil, text: step.text)] + variants).map { language, text in
                ShownText(
                    position: step.position, language: language, text: text,
                    file: texts.first { $0.position == step.position && $0.language == language }?.file)
            }
        }
    }
}

/// The text of one step in one language.
private struct ShownText {
    let position: Int
    let language: String?
    let text: String
    /// Nil: it is built in.
    let file: String?

    var title: String {
        "stage \(position), \(language ?? "all other languages"), \(file ?? "built in")"
    }

    var json: JSON { ["stage": position, "language": language, "text": text, "file": file] }

    /// - Returns: the path; nil where the file exists already.
    func write(into folder: String) throws -> String? {
        let path = "\(folder)/stage-\(position)\(language.map { ".\($0)" } ?? "").txt"
        guard !FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(Array("\(text)\n".utf8)).write(to: URL(filePath: path))
        } catch {
            throw CommandFailure("\(path) cannot be written: \(error)")
        }
        return path
    }
}
