/// Checks the names that are set, not their values, for misspelt, foreign, repeated and ineffective ones.
struct NameCheck {
    /// Names that, correctly spelt, would have held back mail, or found a mailbox or its data.
    private(set) var faults: [String] = []
    private(set) var notes: [String] = []
    private var withoutEffect: [String] = []
    private var unknown: Set<String> = []
    private let path: String

    /// With more unknown names than this, it is not a settings file of ours.
    static let limit = 300

    /// - Parameters:
    ///   - file: every name in it is expected to be one of ours.
    ///   - environment: that of the process, which is full of foreign variables; a name that differs only in one letter from an unset
    ///     name of ours is reported.
    init(_ file: EnvironmentFile?, environment: [String: String], path: String) {
        self.path = path
        for entry in file?.entries ?? [] where unknown.count <= Self.limit { look(at: entry) }
        if unknown.count > Self.limit {
            faults.append(
                "\(path) has more than \(Self.limit) names that are no settings: name the right file with --env.")
        }
        lookForRepetitions(in: file?.entries ?? [])
        lookAtEnvironment(environment, besides: Set((file?.entries ?? []).map(\.name)))
        if !withoutEffect.isEmpty {
            notes.append(
                "No settings of Mosaic, so without effect: \(withoutEffect.joined(separator: ", ")) in \(path).")
        }
    }

    private mutating func look(at entry: EnvironmentFile.Entry) {
        guard !SettingNames.isKnown(entry.name) else { return lookForReference(in: entry) }
        guard unknown.insert(entry.name).inserted else { return }
        if let advice = ForeignNames.advice(on: entry.name) {
            // An empty value is a form that nobody filled in.
            if !entry.value.trimmed.isEmpty { notes.append("\(entry.name) \(advice)") }
            return
        }
        guard let nearest = NearestName.of(entry.name) else { return noteWithoutEffect(entry) }
        let sentence = "\(entry.name) in line \(entry.line) of \(path) is not a setting. Did you mean \(nearest)?"
        if SettingNames.isSafety(nearest) {
            faults.append("\(sentence) Correct or remove it.")
        } else {
            notes.append(sentence)
        }
    }

    /// A line of a torn key or password can look like a name, so only names in our form are shown.
    private mutating func noteWithoutEffect(_ entry: EnvironmentFile.Entry) {
        let looksLikeName = entry.name.utf8.count <= 40 && entry.name == entry.name.uppercased()
        let shown = looksLikeName ? entry.name : "line \(entry.line)"
        if !withoutEffect.contains(shown) { withoutEffect.append(shown) }
    }

    /// `${NAME}` is expanded by shells and by some other tools.
    private mutating func lookForReference(in entry: EnvironmentFile.Entry) {
        guard !entry.isLiteral, let start = entry.value.firstRange(of: "${"),
            entry.value[start.upperBound...].contains("}")
        else { return }
        let isSecret = entry.name.hasSuffix("PASSWORD")
        guard !isSecret || (entry.value.hasPrefix("${") && entry.value.hasSuffix("}")) else { return }
        faults.append(
            "\(entry.name) in line \(entry.line) of \(path) names another variable with ${…}, which is not replaced: "
                + "write "
                + "the value itself, or put it between ' if it is meant as it stands.")
    }

    private mutating func lookForRepetitions(in entries: [EnvironmentFile.Entry]) {
        var first: [String: EnvironmentFile.Entry] = [:]
        for entry in entries where !entry.value.trimmed.isEmpty && SettingNames.isKnown(entry.name) {
            guard let earlier = first[entry.name] else {
                first[entry.name] = entry
                continue
            }
            guard earlier.value != entry.value else { continue }
            let sentence = "\(entry.name) is set twice in \(path), in lines \(earlier.line) and \(entry.line)"
            if SettingNames.isSafety(entry.name) {
                faults.append("\(sentence): remove one of them (every account needs its own number).")
            } else {
                notes.append("\(sentence): the last one counts.")
            }
        }
    }

    /// If the right name is set too, the other one belongs to something else.
    private mutating func lookAtEnvironment(_ environment: [String: String], besides file: Set<String>) {
        for name in environment.keys.sorted() where !SettingNames.isKnown(name) {
            guard environment[name]?.trimmed.isEmpty == false, let nearest = NearestName.of(name),
                NearestName.isMisspelling(name, of: nearest), environment[nearest] == nil, !file.contains(nearest)
            else { continue }
            let sentence = "\(name) in the environment is not a setting. Did you mean \(nearest)?"
            if SettingNames.isSafety(nearest) {
                faults.append("\(sentence) Correct it, or unset it.")
            } else {
                notes.append(sentence)
            }
        }
    }
}
