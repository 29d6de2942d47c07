/// An HTTP/1.1 response with a JSON body.
struct HTTPResponse: Sendable {
    let status: Int
    let headers: [(String, String)]
    let body: [UInt8]

    init(_ status: Int, json: [UInt8], headers: [(String, String)] = []) {
        self.status = status
        self.headers = headers
        body = json
    }

    func head(keepsAlive: Bool) -> [UInt8] {
        var text = "HTTP/1.1 \(status) \(Self.reasons[status] ?? "Status")\r\n"
        text += "content-type: application/json\r\ncontent-length: \(body.count)\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        text += keepsAlive ? "\r\n" : "connection: close\r\n\r\n"
        return Array(text.utf8)
    }

    func steps(keepsAlive: Bool) -> [WireStep] {
        [.send(head(keepsAlive: keepsAlive) + body)] + (keepsAlive ? [] : [.close])
    }

    private static let reasons = [
        200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 411: "Length Required",
        413: "Content Too Large", 429: "Too Many Requests", 431: "Request Header Fields Too Large",
        500: "Internal Server Error", 503: "Service Unavailable",
    ]
}
