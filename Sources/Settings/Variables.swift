import Configuration
import SystemPackage

/// The variables of the process over those of an environment file.
struct Variables: Sendable {
    private let providers: [EnvironmentVariablesProvider]

    /// - Throws: when the file is there and cannot be read; a missing file is as good as an empty one.
    init(environment: [String: String], file: String?) async throws {
        var providers = [EnvironmentVariablesProvider(environmentVariables: environment)]
        if let file {
            providers.append(
                try await EnvironmentVariablesProvider(environmentFilePath: FilePath(file), allowMissing: true))
        }
        self.providers = providers
    }

    /// The value of the first of these names that is set to anything but white space, trimmed; with that name.
    func first(of names: [String]) -> (name: String, value: String)? {
        for name in names {
            for provider in providers {
                // A variable is text already, so asking for it does not fail.
                guard let value = try? provider.environmentValue(forName: name)?.trimmed, !value.isEmpty else {
                    continue
                }
                return (name, value)
            }
        }
        return nil
    }

    subscript(names: String...) -> String? { first(of: names)?.value }
}

extension String {
    var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
