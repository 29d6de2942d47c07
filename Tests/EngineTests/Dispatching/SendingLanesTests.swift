import Correspondence
import Delivery
import Testing

@testable import Engine

@Suite struct SendingLanesTests {
    static func account(_ number: Int64) -> AccountID { AccountID(rawValue: number) }

    /// Accounts 1…4 at one server, 11…14 at another, 21 at a third.
    static let servers = Dictionary(
        uniqueKeysWithValues: (1...4).map { (account($0), "a:587") } + (11...14).map { (account($0), "b:587") }
            + [(account(21), "c:587")])
    let all = servers.keys.sorted()

    private func accounts(_ lanes: SendingLanes) -> [Int64] { lanes.offer(of: all).accounts.map(\.rawValue) }

    @Test func oneServerLeavesRoomForOthers() {
        let lanes = SendingLanes(servers: Self.servers, slots: 4)
        #expect(lanes.offer(of: all) == SendingLanes.Offer(accounts: all, limit: 2))
        lanes.begin(Self.account(1))
        lanes.begin(Self.account(2))
        #expect(accounts(lanes) == [11, 12, 13, 14, 21])
        #expect(lanes.offer(of: all).limit == 1)
        lanes.begin(Self.account(11))
        #expect(accounts(lanes) == [21])
        lanes.begin(Self.account(21))
        #expect(lanes.offer(of: all).limit == 0)
    }

    @Test func twoPlacesAreEnoughForTwoServers() {
        let lanes = SendingLanes(servers: Self.servers, slots: 2)
        lanes.begin(Self.account(1))
        #expect(accounts(lanes) == [11, 12, 13, 14, 21])
    }

    @Test func aServerAloneHasAllPlaces() {
        let lanes = SendingLanes(servers: Self.servers.filter { $0.value == "a:587" }, slots: 4)
        #expect(lanes.offer(of: [Self.account(1), Self.account(2)]).limit == 4)
    }

    @Test func accountsTakeTurns() {
        let lanes = SendingLanes(servers: Self.servers, slots: 10)
        lanes.begin(Self.account(1))
        lanes.end(Self.account(1))
        #expect(!accounts(lanes).contains(1))
        #expect(lanes.offer(of: all).leavesOut)
        lanes.beginRound()
        #expect(accounts(lanes).contains(1))
        #expect(!lanes.offer(of: all).leavesOut)
    }

    /// Two looks at the same accounts would find the same.
    @Test func whereThereIsRoomForAllNobodyWaitsForATurn() {
        let lanes = SendingLanes(servers: Self.servers.filter { $0.value == "a:587" }, slots: 4)
        let few = all.prefix(3).map(\.self)
        lanes.begin(few[0])
        lanes.end(few[0])
        #expect(lanes.offer(of: few) == SendingLanes.Offer(accounts: few, limit: 4))
        lanes.begin(few[1])
        #expect(lanes.offer(of: few) == SendingLanes.Offer(accounts: [few[0], few[2]], limit: 3))
    }

    @Test func aServerInQuestionIsAskedByOneAccountAtATime() {
        let lanes = SendingLanes(servers: Self.servers, slots: 10)
        let suspicion = lanes.failed(Self.account(1), isBeforeLogin: true)
        #expect(suspicion == SendingLanes.Suspicion(accounts: (1...4).map(Self.account), failures: 0))
        #expect(lanes.offer(of: all).limit == 1)
        lanes.begin(Self.account(2))
        #expect(accounts(lanes) == [11, 12, 13, 14, 21])
        #expect(lanes.failed(Self.account(2), isBeforeLogin: true)?.failures == 1)
        lanes.end(Self.account(2))
        lanes.succeeded(Self.account(3))
        lanes.beginRound()
        #expect(lanes.offer(of: all) == SendingLanes.Offer(accounts: all, limit: 5))
    }

    /// Ten minutes of a clock that this test moves: four accounts with mail due all the time, at a server that refuses each.
    @Test(arguments: [DeliveryFailure.Reach.server, .account])
    func aServerThatThrottlesIsAskedFewerThanTenTimesInTenMinutes(_ reached: DeliveryFailure.Reach) {
        let lanes = SendingLanes(servers: Self.servers, slots: 10)
        let failure = DeliveryFailure(kind: .throttled, detail: "421 Too many login attempts", reached: reached)
        var standing: [AccountID: (until: Int, failures: Int)] = [:]
        var asked = 0
        for second in 0..<600 {
            lanes.beginRound()
            let ready = all.prefix(4).filter { standing[$0]?.until ?? 0 <= second }
            let offer = lanes.offer(of: ready)
            let claimed = offer.accounts.prefix(offer.limit)
            for account in claimed { lanes.begin(account) }
            asked += claimed.count
            for account in claimed {
                let failures = standing[account]?.failures ?? 0
                let verdict = SendFailurePolicy.verdict(on: failure, .init(accountFailures: failures))
                #expect(verdict.mail == .keepsItsPlace)
                let stop = SendFailurePolicy.standstill(
                    of: account, for: verdict.accountWaits ?? .zero, failures: failures,
                    lanes.failed(account, isBeforeLogin: reached == .server))
                for waiting in stop.accounts {
                    standing[waiting] = (second + Int(stop.wait / .seconds(1)), stop.failures)
                }
                lanes.end(account)
            }
        }
        #expect(asked < 10)
    }

    /// One account that its provider throttles is its own affair; a second one in a row is no chance.
    @Test func aFailureAfterTheLoginIsTheServersOnlyWhenItRepeats() {
        let lanes = SendingLanes(servers: Self.servers, slots: 10)
        #expect(lanes.failed(Self.account(1), isBeforeLogin: false) == nil)
        #expect(lanes.failed(Self.account(1), isBeforeLogin: false) == nil)
        lanes.succeeded(Self.account(2))
        #expect(lanes.failed(Self.account(3), isBeforeLogin: false) == nil)
        #expect(lanes.failed(Self.account(4), isBeforeLogin: false)?.accounts.count == 4)
    }
}
