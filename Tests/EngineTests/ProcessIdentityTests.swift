import Testing

@testable import Engine

struct ProcessIdentityTests {
    private let own = ProcessIdentity.current

    private func other(host: String? = nil, boot: String? = nil, started: String? = nil) -> ProcessIdentity {
        ProcessIdentity(
            host: host ?? own.host, boot: boot ?? own.boot, pid: own.pid, started: started ?? own.started)
    }

    @Test func aProcessThatRunsIsNotDead() {
        #expect(!own.knowsToBeDead(own))
    }

    @Test func aReusedPidIsAnotherProcess() {
        #expect(own.knowsToBeDead(other(started: "1")))
    }

    /// A container has its own process ids and often the same host name; cloned machines too.
    @Test(arguments: ["another boot", "", ":4026531836"])
    func ofAnotherBootOrNamespaceNothingIsCertain(_ boot: String) {
        #expect(!own.knowsToBeDead(other(boot: boot, started: "1")))
    }

    @Test func ofAnotherMachineNothingIsCertain() {
        #expect(!own.knowsToBeDead(other(host: "elsewhere", started: "1")))
    }
}
