import Testing

@testable import PostOffice

@Suite struct FaultGateTests {
    @Test func withoutFaultEverythingPasses() {
        var gate = FaultGate(StreamFault())
        #expect(gate.open() == [])
        #expect(gate.pass([1, 2]) == [.forward([1, 2])])
        #expect(gate.pass([]) == [])
    }

    @Test(arguments: [StreamFault.End.cut, .reset, .stall])
    func theLimitIsExactToTheByte(end: StreamFault.End) {
        var gate = FaultGate(.ended(after: 3, by: end))
        #expect(gate.pass([1, 2]) == [.forward([1, 2])])
        #expect(gate.pass([3, 4, 5]) == [.forward([3]), .end(end)])
        #expect(gate.pass([6]) == [])
    }

    @Test func aLimitOfZeroEndsAtOnce() {
        var gate = FaultGate(.ended(after: 0, by: .cut))
        #expect(gate.open() == [.end(.cut)])
        #expect(gate.pass([1]) == [])
    }

    @Test func drippingPortionsAreSpaced() {
        var gate = FaultGate(.dripping(2, every: .milliseconds(5)))
        let pause = FaultGate.Step.pause(.milliseconds(5))
        #expect(gate.pass([1, 2, 3]) == [.forward([1, 2]), pause, .forward([3]), pause])
    }
}
