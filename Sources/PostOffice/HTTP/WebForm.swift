/// `application/x-www-form-urlencoded`. Implemented here independently, so that a fault of the client's own reader and writer shows.
enum WebForm {
    static func fields(_ bytes: some Collection<UInt8>) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let name = pair.prefix { $0 != UInt8(ascii: "=") }
            fields[text(name)] = text(pair.dropFirst(name.count + 1))
        }
        return fields
    }

    private static func text(_ bytes: some Collection<UInt8>) -> String {
        var result: [UInt8] = []
        var rest = Array(bytes)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                result.append(value)
                rest = rest.dropFirst(2)
            } else {
                result.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension WebRequest {
    /// The target without its query.
    var path: String { String(target.prefix { $0 != "?" }) }
    /// The fields of its query.
    var query: [String: String] { WebForm.fields(target.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst()) }
    /// The fields of a form that it carries.
    var form: [String: String] { WebForm.fields(body) }
}
