package import Curl
package import Settings
import Text

/// Asks the model server for its list of models, which costs nothing: is the key valid, and does the model exist?
package struct ModelCheck: Sendable {
    private let groq: GroqSettings?

    /// - Parameter groq: nil where no model is used.
    package init(groq: GroqSettings?) {
        self.groq = groq
    }

    package var check: Check {
        Check("model", fallback: "Meanwhile the rules alone decide, and more goes to a person.") { try await look() }
    }

    private func look() async throws -> [Finding] {
        guard let groq else {
            return [
                .warning(
                    "model", "GROQ_API_KEY is not set: rules alone decide, and more goes to a person",
                    do: "Set GROQ_API_KEY (https://console.groq.com/keys), or leave it so.")
            ]
        }
        let transport = CurlTransport()
        let request = HTTPRequest(
            url: "\(groq.baseURL)/models", headers: ["Authorization": "Bearer \(groq.apiKey.revealed)"],
            timeout: Checkup.limit)
        let answer: Result<HTTPResponse, CurlError>
        do throws(CurlError) { answer = .success(try await transport.perform(request)) } catch {
            answer = .failure(error)
        }
        await transport.shutdown()
        return [Self.finding(try answer.get(), groq)]
    }

    /// The finding for the answer to `GET /models`.
    package static func finding(_ response: HTTPResponse, _ groq: GroqSettings) -> Finding {
        switch response.status {
        case 200:
            // An answer that is not a list says nothing about the model; the next line says so.
            let models = (try? JSON(reading: response.body))?["data"]?.items?.compactMap { $0["id"]?.text }
            guard let models else {
                return .warning("model", "\(groq.baseURL) lists no models", do: "Check GROQ_BASE_URL.")
            }
            return models.contains(groq.model)
                ? .ok("model", "\(groq.model) at \(groq.baseURL)")
                : .failed(
                    "model", "the server does not know \(groq.model)",
                    do: "Set GROQ_MODEL to one of: \(models.sorted().prefix(8).joined(separator: ", "))")
        case 401, 403:
            return .failed("model", "the server refuses the key", do: "Check GROQ_API_KEY.")
        default:
            return .warning(
                "model", "the server answered \(response.status) to the question for its models",
                do: "Rules decide while it does not work; check GROQ_BASE_URL.")
        }
    }
}
