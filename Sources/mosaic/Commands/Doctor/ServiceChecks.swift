import Curl
import FoundationEssentials
import Redis
import Settings
import Text

/// Looks at Redis, where it is used.
struct RedisCheck: Sendable {
    /// Redis 6 is the oldest that Mosaic is built for.
    static let oldest = 6
    let url: Secret?

    var check: Check {
        Check("Redis", fallback: "Meanwhile due times are read from the database; unset REDIS_URL to do without.") {
            try await look()
        }
    }

    private func look() async throws -> [Finding] {
        guard let url else { return [.ok("Redis", "not set: due times are kept in memory and in the database")] }
        let address = try RedisURL(url.revealed)
        let client = RedisClient(address)
        let reply = try await client.command(["INFO", "server"])
        await client.close()
        let version = Self.version(in: reply)
        let fact = "\(address.place), version \(version ?? "unknown")"
        guard let major = version.flatMap({ Int($0.prefix { $0 != "." }) }), major < Self.oldest else {
            return [.ok("Redis", fact)]
        }
        return [.warning("Redis", fact, do: "Upgrade to Redis \(Self.oldest) or later.")]
    }

    private static func version(in reply: RedisValue) -> String? {
        let line = reply.string?.split(whereSeparator: \.isNewline).first { $0.hasPrefix("redis_version:") }
        return line.map { String($0.dropFirst("redis_version:".count)) }
    }
}

/// Asks the model server for its list of models, which costs nothing: is the key good, and does the model exist?
struct ModelCheck: Sendable {
    let groq: GroqSettings?

    var check: Check {
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

    /// What the answer to `GET /models` amounts to.
    static func finding(_ response: HTTPResponse, _ groq: GroqSettings) -> Finding {
        switch response.status {
        case 200:
            // An answer that is no list says nothing about the model; the next line says so.
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
