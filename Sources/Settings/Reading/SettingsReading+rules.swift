/// Additional phrases for judging replies.
extension SettingsReading {
    private static let mostOctets = 1 << 20

    /// The files `en.txt`, `pt.txt` and so on in `RULES_FOLDER`, or otherwise in the folder `rules` beside the settings file, if it
    /// exists. Their content is checked when they are compiled.
    mutating func ownRules() -> [OwnRules] {
        let named = variables.first(of: ["RULES_FOLDER"])
        let folder = named.map { variables.path($0.value, of: $0.name) } ?? variables.besideFile("rules")
        var rules: [OwnRules] = []
        for language in Self.languages + ["und"] {
            let path = "\(folder)/\(language).txt"
            guard files.exists(path) else { continue }
            if let text = files.content(path, Self.mostOctets) {
                rules.append(OwnRules(file: path, text: text))
            } else {
                fault("\(path) cannot be read: it must be a file in UTF-8 of at most 1 MB that Mosaic may open.")
            }
        }
        if let named, rules.isEmpty {
            fault(
                "\(variables.shown(named.name)): \(folder) holds no rules: write en.txt, pt.txt and so on, or unset it."
            )
        }
        return rules
    }
}
