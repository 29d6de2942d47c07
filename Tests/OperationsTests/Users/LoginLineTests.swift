import Testing

@testable import Operations

/// Who may wait while passwords are checked.
@Suite struct LoginLineTests {
    @Test func oneNetworkDoesNotTakeAllPlaces() {
        let line = LoginLine()
        let (crowd, others) = (LoginLine.Place.stranger(network: "a"), LoginLine.Place.stranger(network: "b"))
        #expect((0..<9).map { _ in line.enter(crowd) }.count(where: \.self) == LoginLine.mostOfNetwork)
        #expect(line.enter(others))
        let networks = (0..<9).map { line.enter(.stranger(network: "\($0)")) }
        #expect(networks.count(where: \.self) == LoginLine.mostStrangers - LoginLine.mostOfNetwork - 1)
        #expect((0..<9).map { _ in line.enter(.known) }.count(where: \.self) == LoginLine.mostKnown)
        line.leave(crowd)
        #expect(line.enter(.stranger(network: "c")) && !line.enter(others))
    }
}
