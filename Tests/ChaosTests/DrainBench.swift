import PostOffice
import TestServers
import Testing
import Timing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// How many mails, as `.ci/bench drain` asks.
private let benchedMails = variable("MOSAIC_BENCH_DRAIN").flatMap { Int($0) }
private let benchedRounds = variable("MOSAIC_BENCH_ROUNDS").flatMap { Int($0) } ?? 2

private func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

/// Three mailboxes full of replies, drained by Mosaic and by the usual Python libraries in turn, on the same servers:
/// `.ci/bench drain`; left out otherwise.
@Suite(.serialized, .enabled(if: benchedMails != nil, ".ci/bench drain")) struct DrainBench {
    @Test(arguments: [false, true])
    func aBacklogIsDrained(withSends: Bool) async throws {
        let python = try #require(variable("MOSAIC_BENCH_PYTHON"), "the interpreter with the libraries")
        let house = try await DrainHouse.open(mails: benchedMails ?? 0, sends: withSends)
        var ours: [DrainResult] = []
        var theirs: [DrainResult] = []
        for round in 0..<benchedRounds {
            ours.append(try await house.drainByMosaic("ours\(round)"))
            theirs.append(try await house.drainByPython("theirs\(round)", python))
        }
        for (mosaic, peer) in zip(ours, theirs) {
            print("bench: Mosaic \(mosaic); Python \(peer); ratio \(rounded(mosaic.rate / peer.rate))")
        }
        let ratios = zip(ours, theirs).map { $0.rate / $1.rate }.sorted()
        let what = withSends ? "with sends" : "without sends"
        print(
            "bench: \(house.mails) mails \(what), \(benchedRounds) times in turn: median ratio \(rounded(ratios[ratios.count / 2]))"
        )
        try await house.close()
    }
}

/// What draining took.
struct DrainResult: CustomStringConvertible {
    let mails: Int
    let seconds: Double
    /// Of the program, of PostgreSQL and of Dovecot, in seconds.
    let own: Double
    let database: Double
    let mailboxes: Double

    var rate: Double { Double(mails) / seconds }

    var description: String {
        let each = [("own", own), ("PostgreSQL", database), ("Dovecot", mailboxes)].map {
            "\($0.0) \(rounded($0.1 * 1_000 / Double(mails))) ms"
        }
        return "\(rounded(rate)) mails/s (a mail: \(each.joined(separator: ", ")))"
    }
}

private func rounded(_ number: Double) -> Double { (number * 100).rounded() / 100 }
