import Storage
import Synchronization
import Testing

@testable import Operations

@Suite struct BatchSettlingTests {
    private struct Failure: Error {}

    private static func leads(_ row: Int) -> [NewLead] { [NewLead(row: row, people: [], fields: "{}")] }

    /// Whoever reads on does not overtake: progress is only ever that of a whole beginning of the file.
    @Test func batchesAreSettledOneAfterTheOther() async throws {
        let log = Mutex<[String]>([])
        let settling = BatchSettling { leads, _, isLast in
            log.withLock { $0.append("begin \(leads[0].row)") }
            try await Task.sleep(for: .milliseconds(20))
            log.withLock { $0.append("end \(leads[0].row)\(isLast ? "!" : "")") }
            return leads.map { _ in .added }
        }
        var settled: [LeadAdmission] = []
        for row in 1...3 { settled += try await settling.begin(Self.leads(row), ImportPlace(), isLast: row == 3) }
        #expect(settled.count == 2)
        settled += try await settling.end()
        #expect(settled.count == 3)
        #expect(log.withLock { $0 } == ["begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3!"])
    }

    @Test func nothingIsWrittenBehindAFailure() async throws {
        let count = Mutex(0)
        let settling = BatchSettling { _, _, _ in
            count.withLock { $0 += 1 }
            throw Failure()
        }
        _ = try await settling.begin(Self.leads(1), ImportPlace(), isLast: false)
        await #expect(throws: Failure.self) {
            try await settling.begin(Self.leads(2), ImportPlace(), isLast: false)
        }
        await settling.abandon()
        #expect(count.withLock { $0 } == 1)
    }
}
