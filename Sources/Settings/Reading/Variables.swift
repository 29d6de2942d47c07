import Configuration

/// The variables of the process, which override those of a settings file.
struct Variables: Sendable {
    private let process: EnvironmentVariablesProvider
    private let file: EnvironmentVariablesProvider
    private let lines: [String: Int]
    /// The folder of the settings file with a slash at its end; empty for the current folder.
    private let folder: String
    /// Every name that is set in either place.
    let names: Set<String>
    /// The settings file that was not found.
    let missingFile: String?

    /// - Parameter path: the file's path, whether it exists or not; relative paths in it are relative to its folder.
    init(environment: [String: String], file: EnvironmentFile?, path: String? = nil) {
        let entries = file?.entries ?? []
        // Docker's `--env-file` passes values on with their quotation marks.
        let unquoted = environment.mapValues(Self.withoutQuotes)
        process = EnvironmentVariablesProvider(environmentVariables: unquoted)
        let values = Dictionary(entries.map { ($0.name, $0.value) }) { _, last in last }
        self.file = EnvironmentVariablesProvider(environmentVariables: values)
        lines = Dictionary(entries.map { ($0.name, $0.line) }) { _, last in last }
        names = Set(environment.keys).union(values.keys)
        missingFile = file == nil ? path : nil
        folder = path.flatMap { path in path.lastIndex(of: "/").map { String(path[...$0]) } } ?? ""
    }

    /// The value, trimmed, of the first of these names that is set to anything but white space; with that name.
    func first(of names: [String]) -> (name: String, value: String)? {
        exactly(names).map { ($0.name, $0.value.trimmed) }
    }

    /// The same with the white space that stood inside quotation marks, for passwords.
    func exactly(_ names: [String]) -> (name: String, value: String)? {
        for name in names {
            for provider in [process, file] {
                // A variable is text already, so reading it does not fail.
                guard let value = try? provider.environmentValue(forName: name), !value.trimmed.isEmpty else {
                    continue
                }
                return (name, value)
            }
        }
        return nil
    }

    subscript(names: String...) -> String? { first(of: names)?.value }

    /// A path as this process would write it.
    func path(_ value: String, of name: String) -> String {
        isFromFile(name) && !value.hasPrefix("/") ? folder + value : value
    }

    /// A path in the folder of the settings file.
    func besideFile(_ path: String) -> String { folder + path }

    /// A variable's name in faults: with its line, if it is in the file.
    func shown(_ name: String) -> String {
        guard isFromFile(name), let line = lines[name] else { return name }
        return "\(name) (line \(line))"
    }

    /// The line of the settings file that the value of a name comes from; nil: the process has it.
    func line(of name: String) -> Int? { isFromFile(name) ? lines[name] : nil }

    private func isFromFile(_ name: String) -> Bool {
        let inProcess = try? process.environmentValue(forName: name)
        return lines[name] != nil && inProcess?.trimmed.isEmpty != false
    }

    private static func withoutQuotes(_ value: String) -> String {
        let text = value.trimmed
        guard text.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote else {
            return text
        }
        return String(text.dropFirst().dropLast())
    }
}

extension String {
    var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
