import Correspondence
import Templates

extension SettingsReading {
    /// Languages that a reply or outreach may have.
    static let languages = [
        "en", "es", "pt", "fr", "de", "it", "nl", "pl", "ro", "sv", "da", "nb", "fi", "cs", "el", "hu", "tr", "ru",
        "uk",
        "ar", "hi", "id", "fil", "vi", "th", "ja", "ko", "zh",
    ]
    private static let mostOctets = 64 << 10

    /// The texts of steps: the files `stage-1.txt`, `stage-1.es.txt` and so on, in `TEXTS_FOLDER` or otherwise in the folder `texts`
    /// beside the settings file, if it exists.
    mutating func texts() -> [StepText] {
        let named = variables.first(of: ["TEXTS_FOLDER"])
        let folder = named.map { variables.path($0.value, of: $0.name) } ?? variables.besideFile("texts")
        var texts: [StepText] = []
        for position in 1...3 {
            for language in [nil] + Self.languages.map(Optional.some) {
                if let text = text(position, language, in: folder) { texts.append(text) }
            }
        }
        if let named, texts.isEmpty {
            fault(
                "\(variables.shown(named.name)): \(folder) holds no text: write stage-1.txt, stage-1.es.txt and so on, or "
                    + "unset it.")
        }
        return texts
    }

    private mutating func text(_ position: Int, _ language: String?, in folder: String) -> StepText? {
        let path = "\(folder)/stage-\(position)\(language.map { ".\($0)" } ?? "").txt"
        guard files.exists(path) else { return nil }
        guard let bytes = files.content(path, Self.mostOctets), let text = String(validating: bytes, as: UTF8.self)
        else {
            fault("\(path) cannot be read: it must be a file in UTF-8 that Mosaic may open.")
            return nil
        }
        if let problem = problem(with: text) {
            fault("\(path), \(problem)")
            return nil
        }
        return StepText(position: position, language: language, text: text.trimmed, file: path)
    }

    private func problem(with text: String) -> String? {
        guard text.contains(where: { !$0.isWhitespace }) else {
            return "nothing stands in it: write what the mail says."
        }
        do {
            let template = try Template.compile(text, mode: .text)
            let problems =
                template.unknownFields(among: MailFields.names) + template.unreadPlaceholders(among: MailFields.names)
            return problems.first.map(\.description)
        } catch {
            return error.description
        }
    }
}
