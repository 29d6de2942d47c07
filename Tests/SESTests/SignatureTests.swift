import Testing
import Text

@testable import SES

#if canImport(Glibc)
import Glibc
#endif

/// Two hundred requests that botocore has signed; `Oracle/sign.py` writes them.
struct SignatureTests {
    private static func cases() throws -> [JSON] {
        let path = #filePath.replacing("SignatureTests.swift", with: "Fixtures/botocore.jsonl")
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return try bytes[..<count].split(separator: UInt8(ascii: "\n")).map { try JSON(reading: $0) }
    }

    @Test func weSignWhatBotocoreSigns() throws {
        let cases = try Self.cases()
        #expect(cases.count == 200)
        for (number, item) in cases.enumerated() {
            func text(_ key: String) -> String { item[key]?.text ?? "" }
            guard case .int(let time)? = item["time"] else { throw Unreadable() }
            let token = text("token")
            let signer = SigV4(
                AWSCredentials(
                    accessKeyID: text("key"), secretAccessKey: text("secret"), sessionToken: token.isEmpty ? nil : token
                ),
                region: text("region"), service: text("service"))
            let headers = (item["headers"]?.items ?? []).map {
                (name: $0.items?.first?.text ?? "", value: $0.items?.last?.text ?? "")
            }
            let request = SigV4.Request(
                method: text("method"), host: text("host"), path: text("path"), query: text("query"), headers: headers,
                body: try #require(Base64.decoded(text("body").utf8)))
            let authorization = signer.headers(for: request, at: time).last?.value
            #expect(authorization == text("authorization"), "case \(number + 1): \(text("path"))?\(text("query"))")
        }
    }

    private struct Unreadable: Error {}

    @Test(arguments: [
        (Int64(0), "19700101T000000Z"), (951_782_400, "20000229T000000Z"), (1_798_761_599, "20261231T235959Z"),
        (4_107_542_400, "21000301T000000Z"),
    ])
    func timesAreWrittenInUTC(time: Int64, stamp: String) {
        #expect(SigV4.stamp(time) == stamp)
    }
}
