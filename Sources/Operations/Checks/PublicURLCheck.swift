package import Curl

/// Checks whether the opt-out page can be reached from outside: a link that leads nowhere is worse than none.
package struct PublicURLCheck: Sendable {
    private static let name = "opt-out link"

    private let url: String

    package init(url: String) { self.url = url }

    package var check: Check {
        Check(Self.name, fallback: "Meanwhile mail of campaigns names a link that leads nowhere.") { try await look() }
    }

    private func look() async throws -> [Finding] {
        let transport = CurlTransport()
        let request = HTTPRequest(url: "\(url)/u/doctor", headers: [:], timeout: Checkup.limit)
        let answer: Result<HTTPResponse, CurlError>
        do throws(CurlError) { answer = .success(try await transport.perform(request)) } catch {
            answer = .failure(error)
        }
        await transport.shutdown()
        return [Self.finding(try answer.get(), url)]
    }

    /// The finding for the answer to a link that belongs to nobody.
    package static func finding(_ response: HTTPResponse, _ url: String) -> Finding {
        let isOurs = String(decoding: response.body, as: UTF8.self).contains("name=\"List-Unsubscribe\"")
        guard response.status == 200, isOurs else {
            return .warning(
                name, "\(url)/u/… answers \(response.status), and not with the page where people take themselves off",
                do: "Let your proxy pass /u/ on to the desk of `mosaic run`, and see docs/DESK.md.")
        }
        return .ok(name, "\(url)/u/… is answered")
    }
}
