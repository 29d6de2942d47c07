import Testing

@testable import Curl

@Suite struct PublicAddressTests {
    @Test(arguments: [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.0.8", "198.18.0.1", "203.0.113.5", "::1", "::",
        "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:db8::1", "2001::1", "", "localhost", "0x7f000001", "2130706433",
        "127.1",
    ])
    func whatIsNotOfTheInternetIsNoPublicAddress(text: String) {
        #expect(!PublicAddress.isPublic(text))
    }

    @Test(arguments: [
        "8.8.8.8", "172.15.0.1", "172.32.0.1", "192.167.1.1", "100.63.0.1", "100.128.0.1", "169.253.1.1", "192.0.66.2",
        "2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808",
    ])
    func addressesOfTheInternetArePublic(text: String) {
        #expect(PublicAddress.isPublic(text))
    }

    /// The name is judged by what it comes to, and the server hears nothing of the request.
    @Test(arguments: ["127.0.0.1", "localhost"])
    func aGuardedRequestReachesNoPrivateServer(host: String) async throws {
        let server = try HTTPScript.server(HTTPScript.ok("secret"))
        let transport = CurlTransport()
        var request = HTTPRequest(url: "http://\(host):\(server.port)/", connectTimeout: .seconds(2))
        request.isOnlyForPublicAddresses = true
        let guarded = request
        let error = await #expect(throws: CurlError.self) { try await transport.perform(guarded) }
        #expect(error?.kind == .invalidRequest, "\(String(describing: error))")
        #expect(error?.message.contains("private network") == true)
        #expect(server.transcripts.joined().isEmpty)
        await transport.shutdown()
    }
}
