import Glibc
import Testing

@testable import mosaic

struct ProcessLimitsTests {
    @Test func asManyDescriptorsAsMayBeHadAndNoCoreDump() {
        ProcessLimits.prepare()
        var limit = rlimit()
        getrlimit(.init(RLIMIT_NOFILE.rawValue), &limit)
        #expect(limit.rlim_cur == limit.rlim_max)
        getrlimit(.init(RLIMIT_CORE.rawValue), &limit)
        #expect(limit.rlim_cur == 0 && limit.rlim_max == 0)
    }

    @Test(arguments: [
        (accounts: 3, allowed: 1_024, isEnough: true), (3, 52, true), (3, 51, false), (246, 1_024, true),
        (247, 1_024, false),
    ])
    func tooFewDescriptorsAreSaid(accounts: Int, allowed: UInt, isEnough: Bool) throws {
        let warning = ProcessLimits.warning(forAccounts: accounts, allowed: allowed)
        #expect((warning == nil) == isEnough)
        #expect(warning?.contains("\(allowed) are allowed") != false)
    }
}
