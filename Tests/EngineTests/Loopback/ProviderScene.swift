import Correspondence
import PostOffice
import Settings
import Storage
import Timing

import func TestServers.crlf

/// Several accounts of ours, each at a submission server of its own that misbehaves by script, and creators who answer.
struct ProviderScene: Sendable {
    /// One provider with its accounts; each account wrote to as many creators.
    struct Provider: Sendable {
        let name: String
        let smtp: SubmissionServer
        let accounts: [String]
        /// The outreach that each account sent.
        let outreach: [String: [Letter]]

        /// Connections to its server so far.
        var connections: Int { smtp.connectionCount }
        var creators: [String] { outreach.values.flatMap { $0.flatMap(\.to) } }
    }

    let settings: MosaicSettings
    let providers: [Provider]
    private let office: PostOffice
    private let imap: IMAPServer

    static func open(
        _ names: [String], accounts: Int = 1, creators: Int = 1, workers: Int = 10
    ) async throws -> ProviderScene {
        var world = MailWorld(style: .plain, filesSubmissionsInSent: true)
        let addresses = names.map { name in (1...accounts).map { "team\($0)@\(name).mosaic.test" } }
        for address in addresses.joined() { world.addUser(address, password: "secret") }
        let office = PostOffice(world)
        let imap = try await IMAPServer.open(for: office)
        var providers: [Provider] = []
        var settings: [AccountSettings] = []
        for (name, addresses) in zip(names, addresses) {
            let smtp = try await SubmissionServer.open(for: office)
            var outreach: [String: [Letter]] = [:]
            for address in addresses {
                settings.append(try Self.account(address, imap, smtp))
                let letters = (1...creators).map { Self.letter($0, from: address) }
                for letter in letters { try office.append(crlf(letter.bytes), to: .sent, of: address, flags: [.seen]) }
                outreach[address] = letters
            }
            providers.append(Provider(name: name, smtp: smtp, accounts: addresses, outreach: outreach))
        }
        return ProviderScene(
            settings: MosaicSettings(
                accounts: settings, database: .sqlite(path: ":memory:"), pollingInterval: .seconds(5),
                maxConcurrentWorkers: workers, debounce: .milliseconds(200), secondMailDelay: .seconds(6_000),
                thirdMailDelay: .seconds(6_000)),
            providers: providers, office: office, imap: imap)
    }

    private static func account(
        _ text: String, _ imap: IMAPServer, _ smtp: SubmissionServer
    ) throws -> AccountSettings {
        guard let address = EmailAddress(text) else { throw NeverHappened(description: "no address") }
        return AccountSettings(
            address: address, password: Secret("secret"),
            imap: ServerAddress(host: "127.0.0.1", port: imap.port, security: .none),
            smtp: ServerAddress(host: "127.0.0.1", port: smtp.port, security: .none))
    }

    private static func letter(_ number: Int, from address: String) -> Letter {
        let host = address.split(separator: "@")[1].split(separator: ".")[0]
        let local = address.split(separator: "@")[0]
        return Letter(
            from: address, to: ["creator\(number)-\(local)-\(host)@creators.example"],
            subject: "Collaboration with your channel", id: Letter.freshID(at: "mosaic.test"),
            text: "Hi,\n\nwould you like to try our product in a video?")
    }

    subscript(_ name: String) -> Provider { providers.first { $0.name == name }! }

    /// Every creator of a provider's accounts is interested.
    func everybodyAnswers(_ provider: String) throws {
        for (address, letters) in self[provider].outreach {
            for letter in letters { try office.deliver(crlf(letter.reply(Scene.interested).bytes), to: address) }
        }
    }

    /// Recipients of the mails that a provider's server took, in order.
    func accepted(by provider: String) -> [String] {
        let accounts = self[provider].accounts
        return office.read { world in
            world.accepted.filter { $0.submittedBy.map(accounts.contains) ?? false }.map(\.recipient)
        }
    }

    /// Accounts of a provider from which a mail has left.
    func sending(by provider: String) -> Set<String> {
        let accounts = self[provider].accounts
        return office.read { world in Set(world.accepted.compactMap(\.submittedBy).filter(accounts.contains)) }
    }

    func running(_ body: (Mosaic) async throws -> Void) async throws {
        let mosaic = try await Mosaic.open(settings, on: .sqlite(path: ":memory:"))
        do { try await mosaic.watching { try await body(mosaic) } } catch {
            await mosaic.close()
            await close()
            throw error
        }
        await mosaic.close()
        await close()
    }

    private func close() async {
        for provider in providers { await provider.smtp.close() }
        await imap.close()
    }
}

extension Mosaic {
    /// What became of the conversations with these people.
    func conversations(with people: [String]) async throws -> [ConversationRecord] {
        try await store.conversations.list(limit: 1_000).filter { people.contains($0.contact.text) }
    }

    /// Returns once all of them are interested and have a mail that waits or is gone.
    func everybodyIsInSequence(_ people: [String]) async throws {
        _ = try await eventually("\(people.count) conversations in sequence") {
            try await conversations(with: people).count { $0.nextFollowUpAt != nil || $0.answersSent > 0 }
                == people.count ? true : nil
        }
    }
}
