import IMAP
import Testing
import Timing

@testable import PostOffice

/// A whole IMAP session through the proxy, cut at every byte of either direction.
@Suite(.timeLimit(.minutes(10))) struct SessionCutTests {
    /// What a session came to: what it read, and how far it got.
    private struct Sitting: Equatable {
        var subjects: [String] = []
        var flags: Set<Flag> = []
        var hasAppended = false
        var error: IMAPError?
    }

    private static let draft = note(9, subject: "Filed by us")

    /// Logs in, looks around, reads, flags and files, on a server of its own with the same mail every time.
    private func sit(_ fault: ConnectionFault) async throws -> (Sitting, ProxyCounters, filed: Int) {
        let office = PostOffice(.withMila())
        for number in 1...3 { _ = try office.deliver(note(number, subject: "Note \(number)"), to: MailWorld.mila) }
        let server = try await IMAPServer.open(for: office)
        let proxy = try await FaultProxy.open(to: server.port) { _ in fault }
        var sitting = Sitting()
        do throws(IMAPError) {
            try await work(at: proxy.port, &sitting)
        } catch {
            sitting.error = error
        }
        await proxy.close()
        await server.close()
        let filed = try office.messages(in: .sent, of: MailWorld.mila).count
        return (sitting, proxy.counters, filed)
    }

    private func work(at port: Int, _ sitting: inout Sitting) async throws(IMAPError) {
        let connection = try await IMAPConnection.connect(
            to: IMAPEndpoint(host: "127.0.0.1", port: port, security: .none))
        defer { connection.close() }
        try await connection.authenticate(.password(user: MailWorld.mila, password: "secret"))
        guard let sent = try await connection.list().mailbox(for: .sent)?.name else { return }
        _ = try await connection.select(.inbox)
        let uids = try await connection.search(.all)
        let fetched = try await connection.fetch(UIDSet(uids), [.size, .flags, .body(.header), .body(.full)])
        sitting.subjects = fetched.compactMap { message in
            message.sections[.full].map { String(decoding: $0, as: UTF8.self) }?.split(whereSeparator: \.isNewline)
                .first { $0.hasPrefix("Subject: ") }.map(String.init)
        }
        if let first = uids.first {
            sitting.flags = try await connection.store(UIDSet(first), .add([.seen]))[first] ?? []
        }
        _ = try await connection.append(Self.draft, to: sent, flags: [.seen])
        sitting.hasAppended = true
        await connection.logout()
    }

    enum Direction: CaseIterable { case toClient, toServer }

    @Test(arguments: Direction.allCases)
    func whereverItIsCutWhatWasReadIsWhole(_ direction: Direction) async throws {
        let (whole, counters, filed) = try await sit(.none)
        #expect(whole.error == nil && whole.hasAppended && filed == 1)
        #expect(whole.subjects == ["Subject: Note 1", "Subject: Note 2", "Subject: Note 3"])
        let count = direction == .toClient ? counters.bytesToClient : counters.bytesToServer
        #expect(count > 400)
        await withTaskGroup { group in
            for first in 0..<4 {
                group.addTask {
                    for cut in stride(from: first, to: count, by: 4) { await check(direction, cut, against: whole) }
                }
            }
        }
    }

    private func check(_ direction: Direction, _ cut: Int, against whole: Sitting) async {
        var fault = ConnectionFault()
        let end = StreamFault.ended(after: cut, by: cut.isMultiple(of: 2) ? .cut : .reset)
        if direction == .toClient { fault.toClient = end } else { fault.toServer = end }
        do {
            let (sitting, _, filed) = try await sit(fault)
            // Nothing half read is taken for whole, and what was answered has happened.
            #expect(sitting.subjects.isEmpty || sitting.subjects == whole.subjects, "cut at \(cut)")
            #expect(sitting.flags.isEmpty || sitting.flags == whole.flags, "cut at \(cut)")
            #expect(sitting.hasAppended ? filed == 1 : filed <= 1, "cut at \(cut)")
            #expect(sitting.error != nil || sitting.hasAppended, "cut at \(cut)")
            #expect(sitting.error.map { $0.isRetriable } ?? true, "cut at \(cut): \(String(describing: sitting.error))")
        } catch {
            Issue.record("cut at \(cut): \(error)")
        }
    }
}
