import Curl
import Testing

struct TransportTests {
    @Test func fiftyTransfersShareTheOneThread() async throws {
        let transport = CurlTransport()
        let allHere = Signal()
        let here = Counter(50) { allHere.give() }
        // No server answers before all fifty are connected: one after the other would never end.
        let web = try HTTPScript.server(HTTPScript.ok("ok")) {
            here.count()
            allHere.block()
        }
        var script = SMTPScript()
        script.beforeDotAnswer = {
            here.count()
            allHere.block()
        }
        let mail = try script.server()
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask {
                    if number.isMultiple(of: 2) {
                        let request = HTTPRequest(url: "http://127.0.0.1:\(web.port)/\(number)")
                        return (try? await transport.perform(request))?.status == 200  // nil counts as failed
                    }
                    return await transport.submit(mail.submission()) { .send }.acceptance != nil
                }
            }
            for await success in group { #expect(success) }
        }
        #expect(web.transcripts.count == 25)
        #expect(mail.transcripts.count == 25)
        await transport.shutdown()
    }

    @Test func slowAnswerToTheDotHoldsUpNobody() async throws {
        let transport = CurlTransport()
        let otherDone = Signal()
        var script = SMTPScript()
        script.beforeDotAnswer = { otherDone.block() }
        let (mail, web) = (try script.server(), try HTTPScript.server(HTTPScript.ok("ok")))
        async let outcome = transport.submit(mail.submission()) {
            // Asked while the session is paused, answered while its dot is unanswered.
            _ = try? await transport.perform(HTTPRequest(url: "http://127.0.0.1:\(web.port)/"))  // checked below
            return .send
        }
        let response = try await transport.perform(HTTPRequest(url: "http://127.0.0.1:\(web.port)/"))
        otherDone.give()
        #expect(response.status == 200)
        #expect(await outcome.acceptance?.code == 250)
        #expect(web.transcripts.count == 2)
    }

    @Test func pausedSessionOutlivesManyOtherConnections() async throws {
        let transport = CurlTransport()
        let (mail, web) = (try SMTPScript().server(), try HTTPScript.server(HTTPScript.ok("ok")))
        let outcome = await transport.submit(mail.submission()) {
            for _ in 0..<40 {
                let response = try? await transport.perform(HTTPRequest(url: "http://127.0.0.1:\(web.port)/"))
                guard response?.status == 200 else { return .abort(nil) }  // an error is as good as a wrong status here
            }
            return .send
        }
        #expect(outcome.acceptance?.code == 250)
        #expect(web.transcripts.count == 40)
    }

    @Test func shutdownEndsEverythingAndRefusesWhatComesAfter() async throws {
        let transport = CurlTransport()
        let (arrived, asked) = (Signal(), Signal())
        let web = try LoopbackServer { client in
            _ = HTTPScript.request(client)
            arrived.give()
            client.drain()
        }
        let mail = try SMTPScript().server()
        let url = "http://127.0.0.1:\(web.port)/"
        let down = Signal()
        let request = Task { try await transport.perform(HTTPRequest(url: url)) }
        let submission = Task {
            await transport.submit(mail.submission()) {
                asked.give()
                await down.wait()
                return .send
            }
        }
        await arrived.wait()
        await asked.wait()
        await transport.shutdown()
        down.give()
        let error = await #expect(throws: CurlError.self) { try await request.value }
        #expect(error?.kind == .shutDown)
        #expect(await submission.value == .aborted(nil))
        await mail.ended()
        #expect(mail.transcripts.first?.contains(".") == false)
        await transport.shutdown()
        let later = await #expect(throws: CurlError.self) { try await transport.perform(HTTPRequest(url: url)) }
        #expect(later?.kind == .shutDown)
        #expect(await transport.verifyLogin(mail.account()) == .aborted(nil))
    }

    @Test func transportThatIsLetGoEndsItsThread() async throws {
        let web = try HTTPScript.server(HTTPScript.ok("ok"))
        for _ in 0..<20 {
            let response = try await CurlTransport().perform(HTTPRequest(url: "http://127.0.0.1:\(web.port)/"))
            #expect(response.status == 200)
        }
        await web.ended(20)
    }
}
