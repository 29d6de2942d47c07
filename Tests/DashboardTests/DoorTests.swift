import Database
import Logging
import Operations
import Storage
import Testing
import Timing

@testable import Dashboard

@Suite struct DoorTests {
    @Test func anOpenDoorIsRefused() async throws {
        let open = DeskOptions(address: "0.0.0.0", port: 0)
        #expect(!open.isLocal && DeskOptions().isLocal && DeskOptions(address: "::1").isLocal)
        try await DeskScene.with(open) { scene in
            await #expect {
                try await scene.desk.run()
            } throws: { error in
                "\(error)".contains("nobody has a login yet")
            }
        }
    }
}
