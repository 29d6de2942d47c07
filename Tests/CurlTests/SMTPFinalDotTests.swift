import Curl
import Synchronization
import Testing

struct SMTPFinalDotTests {
    let transport = CurlTransport()

    @Test func callerIsAskedWhenTheServerHasAllButTheDot() async throws {
        let server = try SMTPScript().server()
        let asked = Mutex(0)
        let outcome = await transport.submit(server.submission()) {
            asked.withLock { $0 += 1 }
            #expect(!server.transcripts[0].contains("."))
            return .send
        }
        #expect(outcome.acceptance != nil)
        #expect(asked.withLock(\.self) == 1)
    }

    @Test func abortSendsNoDot() async throws {
        let server = try SMTPScript().server()
        #expect(await transport.submit(server.submission()) { .abort("no") } == .aborted("no"))
        await server.ended()
        let said = server.transcripts[0]
        #expect(said.suffix(3) == ["Subject: Hello", "", "Hello."])
    }

    @Test func wordThatHoldsNoMoreSendsNoDot() async throws {
        let server = try SMTPScript().server()
        let holds = Mutex(true)
        let outcome = await transport.submit(server.submission()) {
            // Whatever becomes of the word after it was given counts.
            defer { holds.withLock { $0 = false } }
            return .send { holds.withLock(\.self) ? nil : "too late" }
        }
        #expect(outcome == .aborted("too late"))
        await server.ended()
        #expect(server.transcripts[0].contains(".") == false)
    }

    @Test(arguments: [SMTPScript.Moment.greeting, .auth, .mail, .recipient, .data])
    func cancellationBeforeTheDotSendsNone(moment: SMTPScript.Moment) async throws {
        let arrived = Signal()
        let script = SMTPScript(isSilentAt: moment)
        let server = try script.server(whenSilent: arrived)
        let (transport, submission) = (transport, server.submission())
        let task = Task { await transport.submit(submission) { .send } }
        await arrived.wait()
        task.cancel()
        #expect(await task.value == .aborted(nil))
        await server.ended()
        #expect(server.transcripts[0].contains(".") == false)
    }

    @Test func cancellationWhileTheCallerDecidesSendsNone() async throws {
        let server = try SMTPScript().server()
        let (asked, goOn) = (Signal(), Signal())
        let (transport, submission) = (transport, server.submission())
        let task = Task {
            await transport.submit(submission) {
                asked.give()
                await goOn.wait()
                return .send
            }
        }
        await asked.wait()
        task.cancel()
        goOn.give()
        #expect(await task.value == .aborted(nil))
        await server.ended()
        #expect(server.transcripts[0].contains(".") == false)
    }

    @Test func cancellationBeforeTheStartConnectsNowhere() async throws {
        let server = try SMTPScript().server()
        let start = Signal()
        let (transport, submission) = (transport, server.submission())
        let task = Task {
            await start.wait()
            return await transport.submit(submission) { .send }
        }
        task.cancel()
        start.give()
        #expect(await task.value == .aborted(nil))
    }

    @Test func cancellationAfterTheDotWaitsForTheAnswer() async throws {
        let (dot, answer) = (Signal(), Signal())
        var script = SMTPScript()
        script.beforeDotAnswer = {
            dot.give()
            answer.block()
        }
        let server = try script.server()
        let (transport, submission) = (transport, server.submission())
        let task = Task { await transport.submit(submission) { .send } }
        await dot.wait()
        task.cancel()
        answer.give()
        #expect(await task.value.acceptance?.code == 250)
    }

    @Test func cancellationAfterTheDotWaitsNoLongerThanTheGrace() async throws {
        let dot = Signal()
        var script = SMTPScript(isSilentAt: .dot)
        script.beforeDotAnswer = { dot.give() }
        let server = try script.server()
        let (transport, submission) = (CurlTransport(afterDotGrace: .milliseconds(50)), server.submission())
        let task = Task { await transport.submit(submission) { .send } }
        await dot.wait()
        task.cancel()
        let failure = try #require(await task.value.failure)
        #expect(failure.kind == .outcomeUnknown)
        #expect(!failure.certainlyUnsent)
    }

    @Test func shutdownAfterTheDotWaitsForTheAnswer() async throws {
        let (dot, answer) = (Signal(), Signal())
        var script = SMTPScript()
        script.beforeDotAnswer = {
            dot.give()
            answer.block()
        }
        let server = try script.server()
        async let outcome = transport.submit(server.submission()) { .send }
        await dot.wait()
        async let down: Void = transport.shutdown()
        answer.give()
        #expect(await outcome.acceptance?.code == 250)
        await down
    }
}
