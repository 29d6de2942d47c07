package import Curl
package import Storage
import Text
package import Timing

/// Posts messages, or has them mailed. A URL typed by a person reaches no private network, unless the settings name its host;
/// redirects are not followed.
package struct AlertPost: Sendable {
    private let transport: CurlTransport
    private let trusted: Set<String>
    private let clock: any WallClock
    private let mail: (@Sendable (AlertMail) async -> AlertOutcome)?

    /// - Parameters:
    ///   - trusted: hosts that may be in a private network.
    ///   - mail: sends a mail; nil: mail is not available.
    package init(
        _ transport: CurlTransport, trusted: Set<String>, clock: any WallClock = SystemWallClock(),
        mail: (@Sendable (AlertMail) async -> AlertOutcome)? = nil
    ) {
        self.transport = transport
        self.trusted = trusted
        self.clock = clock
        self.mail = mail
    }

    /// Tries once.
    package func send(_ batch: AlertBatch) async throws -> AlertOutcome {
        if let letter = AlertMail(batch) {
            return await mail?(letter)
                ?? .failed("no account of the settings can send it: see ALERT_MAIL_FROM", after: nil)
        }
        let address: AlertAddress
        do { address = try AlertAddress(batch.target.address, trusted: trusted) } catch {
            return .failed("\(error)", after: nil)
        }
        let message = AlertMessage(batch, now: clock.now)
        var headers = HTTPHeaders()
        for field in message.headers { headers.add(field.name, field.value) }
        var request = HTTPRequest(
            method: "POST", url: address.url, headers: headers, body: message.body, timeout: .seconds(15),
            connectTimeout: .seconds(10), maxResponseBytes: 64 << 10)
        request.isOnlyForPublicAddresses = !address.isTrusted
        do {
            return Self.outcome(of: try await transport.perform(request))
        } catch {
            if error.kind == .cancelled || error.kind == .shutDown { throw CancellationError() }
            return .failed(error.message, after: nil)
        }
    }

    static func outcome(of response: HTTPResponse) -> AlertOutcome {
        let told = "it answered \(response.status)"
        switch response.status {
        case 200..<300: return .delivered
        case 410: return .gone(told)
        case 429, 503: return .failed(told, after: wait(response))
        default: return .failed(told, after: nil)
        }
    }

    /// `Retry-After` in seconds, or Discord's `retry_after`, which may be a fraction.
    private static func wait(_ response: HTTPResponse) -> Duration? {
        if let text = response.headers["Retry-After"], let seconds = Double(text), seconds >= 0 {
            return .milliseconds(Int64(min(seconds, 86_400) * 1_000))
        }
        switch (try? JSON(reading: response.body))?["retry_after"] {
        case .double(let seconds) where seconds >= 0: return .milliseconds(Int64(min(seconds, 86_400) * 1_000))
        case .int(let seconds) where seconds >= 0: return .seconds(min(seconds, 86_400))
        default: return nil
        }
    }
}
