import Dispatch
import Glibc
package import OAuth
package import Settings

/// Runs a shell command whose first line of output is an access token, as mbsync and msmtp do.
///
/// Its output is shown nowhere, and its standard error is discarded, since that may contain the token too.
package struct TokenCommand: Sendable {
    private let environment: [String: String]
    private let timeout: Duration

    /// - Parameters:
    ///   - environment: the command's environment.
    ///   - timeout: the time after which the command and all its children are killed.
    package init(environment: [String: String] = ["PATH": "/usr/bin:/bin"], timeout: Duration = .seconds(30)) {
        self.environment = environment
        self.timeout = timeout
    }

    package func token(_ command: Secret) async throws(TokenFailure) -> String {
        let deadline = ContinuousClock.now + timeout
        let result: Result<String, TokenFailure> = await withCheckedContinuation { continuation in
            // Waiting for a process blocks a thread.
            DispatchQueue.global().async {
                continuation.resume(returning: Self.run(command, environment, until: deadline))
            }
        }
        return try result.get()
    }

    private static func run(
        _ command: Secret, _ environment: [String: String], until deadline: ContinuousClock.Instant
    ) -> Result<String, TokenFailure> {
        do throws(TokenFailure) {
            let child = try ShellProcess(command.revealed, environment)
            let line = child.firstLine(until: deadline)
            guard let status = child.exitStatus(until: deadline) else {
                throw failure("did not end in time", isPassing: true)
            }
            guard status == 0 else { throw failure("ended with status \(status)", isPassing: true) }
            guard let line, TokenEndpoint.isToken(line) else {
                throw failure("printed no token as the first line of its output")
            }
            return .success(line)
        } catch {
            return .failure(error)
        }
    }

    static func failure(_ what: String, isPassing: Bool = false) -> TokenFailure {
        TokenFailure(
            "The command of TOKEN_COMMAND \(what). Run it by hand, as the user that Mosaic runs as, to see why.",
            isPassing: isPassing)
    }
}
