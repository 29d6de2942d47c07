import Testing
import Timing

@testable import PostOffice

@Suite(.timeLimit(.minutes(10))) struct FaultProxyTests {
    /// Runs `body` with a submission server behind a proxy with this fault.
    func withProxy(
        _ fault: ConnectionFault, _ body: (FaultProxy, PostOffice) async throws -> Void
    ) async throws {
        let office = PostOffice(.withMila())
        let server = try await SubmissionServer.open(for: office)
        let proxy = try await FaultProxy.open(to: server.port) { _ in fault }
        try await body(proxy, office)
        await proxy.close()
        await server.close()
    }

    @Test func withoutFaultItIsInvisible() async throws {
        try await withProxy(.none) { proxy, _ in
            try await WireClient.connect(to: proxy.port) { (client) async throws in
                #expect(try await client.line() == "220 post-office.test ESMTP ready")
                #expect(try await client.ask("QUIT", until: "221") == ["221 2.0.0 Bye"])
                #expect(try await client.line() == nil)
            }
            #expect(proxy.counters.connections == 1)
            #expect(proxy.counters.bytesToServer == 6)
        }
    }

    @Test func aCutComesAfterExactlyThatByte() async throws {
        try await withProxy(ConnectionFault(toClient: .ended(after: 7, by: .cut))) { proxy, _ in
            let bytes = try await WireClient.connect(to: proxy.port) { await $0.rest() }
            #expect(bytes.text == "220 pos")
            #expect(proxy.counters.bytesToClient == 7)
            #expect(proxy.counters.cut == 1)
        }
    }

    @Test func aRefusedConnectionGetsNothing() async throws {
        try await withProxy(.refused) { proxy, _ in
            // The reset may come before or after the connect has been reported.
            let bytes = (try? await WireClient.connect(to: proxy.port) { await $0.rest() }) ?? []
            #expect(bytes == [])
            #expect(proxy.counters.refused == 1)
        }
    }

    /// The mail is accepted behind the proxy while its answer never comes: the case `in_doubt` exists for.
    @Test func aStallHoldsTheAnswerBackAfterTheMailWasAccepted() async throws {
        let greetingAndAnswers = "220 post-office.test ESMTP ready\r\n".utf8.count
        try await withProxy(ConnectionFault(toClient: .ended(after: greetingAndAnswers, by: .stall))) { proxy, office in
            try await WireClient.connect(to: proxy.port) { (client) async throws in
                #expect(try await client.line()?.hasPrefix("220") == true)
                let lines =
                    ["EHLO c", SubmissionFixture.login] + SubmissionFixture.envelope + SubmissionFixture.message
                try await client.send(lines.map { $0 + "\r\n" }.joined())
                try await office.until { $0.accepted.count == 1 }
            }
            #expect(proxy.counters.stalled == 1)
            #expect(proxy.counters.bytesToClient == greetingAndAnswers)
        }
    }

    @Test func drippedAndDelayedBytesAllArriveInOrder() async throws {
        var slow = StreamFault.dripping(3, every: .microseconds(200))
        slow.delay = .milliseconds(5)
        try await withProxy(ConnectionFault(toServer: slow, toClient: slow)) { proxy, office in
            try await WireClient.connect(to: proxy.port) { (client) async throws in
                let lines =
                    ["EHLO c", SubmissionFixture.login] + SubmissionFixture.envelope + SubmissionFixture.message
                try await client.send(lines.map { $0 + "\r\n" }.joined())
                #expect(try await client.lines(until: "250 2.0.0 OK queued").count == 12)
            }
            #expect(office.world.outsideWorld.map(\.bytes.text) == ["Subject: Hi\r\n\r\n.dotted\r\n"])
        }
    }

    @Test func whatCameInTheDarkIsForwardedWhenItGetsLight() async throws {
        try await withProxy(.none) { proxy, office in
            try await WireClient.connect(to: proxy.port) { (client) async throws in
                #expect(try await client.line()?.hasPrefix("220") == true)
                proxy.goDark()
                try await client.send("QUIT\r\n")
                #expect(proxy.counters.bytesToServer == 0)
                proxy.lighten()
                #expect(try await client.line() == "221 2.0.0 Bye")
            }
        }
    }

    @Test func aDeadServerBehindIsCounted() async throws {
        let server = try await SubmissionServer.open(for: PostOffice())
        let port = server.port
        await server.close()
        let proxy = try await FaultProxy.open(to: port)
        let bytes = (try? await WireClient.connect(to: proxy.port) { await $0.rest() }) ?? []
        #expect(bytes == [])
        #expect(proxy.counters.unreachable == 1)
        await proxy.close()
    }
}
