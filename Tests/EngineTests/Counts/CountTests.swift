import Settings
import Storage
import Testing
import Timing

/// What a reply, a mail and rest cost in the database and at the IMAP server, by counts that no machine's speed changes. They hold what was reached:
/// whoever makes one dearer hears of it here. A busy machine makes smaller batches, so there is room above what is printed.
@Suite(.serialized, .fewAtATime) struct CountTests {
    /// None of them earns a mail.
    private static let closing = [
        "No thanks, not interested.", "Please remove me from your list.",
        "Sure, my WhatsApp is +34 612 345 678. Call me any time.",
        "What exactly would I have to do, and what do you pay?",
    ]

    @Test func drainingRepliesWithoutMails() async throws {
        let world = try await CountedWorld.open(accounts: 3, letters: 240)
        var settings = world.settings
        settings.isDryRun = true
        let mosaic = try await Mosaic.open(settings, over: Store(database: world.database))
        let cost = try await mosaic.watching {
            try await world.cost {
                try world.reply(with: Self.closing)
                try await world.settled(acting: false)
            }.each(of: 240)
        }
        print("counts: a reply, drained: \(cost)")
        #expect(cost.roundTrips <= 3)
        #expect(cost.statements <= 9)
        #expect(cost.writes <= 0.5)
        #expect(cost.commands <= 1.5)
        await mosaic.close()
        try await world.close()
    }

    @Test func anInterestedReplyAndItsMail() async throws {
        let world = try await CountedWorld.open(accounts: 3, letters: 60)
        let mosaic = try await Mosaic.open(world.settings, over: Store(database: world.database))
        let cost = try await mosaic.watching {
            try await world.cost {
                try world.reply(with: [Scene.interested])
                try await world.settled(acting: true)
            }.each(of: 60)
        }
        print("counts: an interested reply with its mail: \(cost)")
        #expect(world.accepted == 60)
        #expect(cost.roundTrips <= 26)
        #expect(cost.statements <= 75)
        #expect(cost.writes <= 8)
        #expect(cost.looks <= 12)
        #expect(cost.commands <= 20)
        await mosaic.close()
        try await world.close()
    }

    @Test func oneReplyWithItsMailAndThenRest() async throws {
        let world = try await CountedWorld.open(accounts: 3, letters: 1)
        let mosaic = try await Mosaic.open(world.settings, over: Store(database: world.database))
        let (cost, rest) = try await mosaic.watching {
            let cost = try await world.cost {
                try world.reply(with: [Scene.interested])
                try await world.settled(acting: true)
            }
            // Long enough for each of the loops to look once, whatever it is that they look at.
            let rest = try await world.cost { try await Task.sleep(for: .seconds(11)) }
            return (cost, rest)
        }
        print("counts: one reply with its mail: \(cost)")
        print("counts: eleven seconds of rest: \(rest)")
        #expect(world.accepted == 1)
        #expect(cost.roundTrips <= 60)
        #expect(cost.statements <= 148)
        #expect(cost.looks <= 40)
        #expect(cost.commands <= 46)
        #expect(rest.roundTrips <= 12)
        #expect(rest.statements <= 13)
        #expect(rest.writes <= 4)
        await mosaic.close()
        try await world.close()
    }
}
