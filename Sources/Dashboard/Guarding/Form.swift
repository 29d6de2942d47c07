import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import Text

/// The fields of a form, each once; a second field of the same name is ignored.
struct Form: Sendable {
    private let fields: [String: String]

    subscript(name: String) -> String { fields[name] ?? "" }

    init(_ fields: [String: String]) { self.fields = fields }

    /// Every field by its name.
    var all: [String: String] { fields }

    /// Reads the body, which must arrive soon and be small.
    ///
    /// - Parameters:
    ///   - visitor: the user whose form token it must carry; nil before anybody is logged in.
    ///   - limit: the largest body, in octets.
    init(
        _ request: Request, _ visitor: Visitor?, patience: Duration, upTo limit: Int = DeskContext.largestForm
    ) async throws {
        let buffer = try await request.collected(upTo: limit, within: patience)
        fields = Self.parsed(String(buffer: buffer))
        if let visitor { try Self.check(request.headers[.formToken] ?? fields["token"], of: visitor) }
    }

    /// - Throws: unless the token is the one that our own pages carry for this visitor.
    static func check(_ token: String?, of visitor: Visitor) throws {
        guard (token ?? "").utf8.elementsEqual(visitor.formToken.utf8) else {
            throw OperationFailure(.refused, "This form is out of date: load the page again. Nothing was changed.")
        }
    }

    /// `application/x-www-form-urlencoded`, according to the URL standard.
    static func parsed(_ text: String) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&").prefix(500) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(parts[0]) else { continue }
            let value = parts.count > 1 ? decoded(parts[1]) ?? "" : ""
            if fields[name] == nil { fields[name] = value }
        }
        return fields
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let value = Hexadecimal.decoded(rest.prefix(2)), value.count == 1 else { return nil }
                bytes += value
                rest = rest.dropFirst(2)
            default: bytes.append(byte)
            }
        }
        // No text of a database holds NUL: as HTML has it, it stands for a character that cannot be read.
        bytes = bytes.flatMap { $0 == 0 ? Array("\u{FFFD}".utf8) : [$0] }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension Request {
    /// The value of `name` in the query, read as a form is.
    func asked(_ name: String) -> String? { Form.parsed(uri.query ?? "")[name] }

    /// The whole body, which must be small and come soon.
    ///
    /// - Parameter limit: in octets.
    func collected(upTo limit: Int, within patience: Duration) async throws -> ByteBuffer {
        let body = self.body
        return try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
            group.addTask { try await body.collect(upTo: limit) }
            group.addTask {
                try await Task.sleep(for: patience)
                throw HTTPError(.requestTimeout, message: "The request took too long.")
            }
            defer { group.cancelAll() }
            return try await group.next() ?? ByteBuffer()
        }
    }
}
