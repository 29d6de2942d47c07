import Access
import ArgumentParser
import Correspondence
import Curl
import OAuth
import Operations
import Settings
import Storage

/// `mosaic accounts connect`.
struct ConnectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect",
        abstract: "Let Mosaic read and send an account's mail by OAuth.",
        discussion: """
              mosaic accounts connect google me@example.com
              mosaic accounts connect microsoft me@example.com --device

            Shows an address to open in a browser on this machine, and waits until you have agreed there. With --device \
            (Microsoft alone) a browser anywhere will do. On a server: ssh -L 8976:127.0.0.1:8976 SERVER, and open the \
            address at home with --port 8976.

            What you agree to is stored sealed in the database; a running Mosaic uses it at its next login. \
            docs/providers tells how the app is registered whose id the settings need.
            """)

    @OptionGroup var options: SettingsOptions
    @Argument(help: "google or microsoft.")
    var provider: TokenProvider
    @Argument(help: "The account's mail address.")
    var address: EmailAddress
    @Flag(name: .long, help: "Show a code to type on another screen.")
    var device = false
    @Option(name: .long, help: "Wait for the browser on this port of 127.0.0.1.")
    var port: UInt16 = 0

    func run() async throws {
        let settings = try await options.load().settings
        guard let account = settings.accounts.first(where: { $0.address == address }) else {
            throw CommandFailure("\(address) is no account of the settings.")
        }
        guard account.connects(to: provider) else {
            throw CommandFailure(
                "\(address) does not log in by \(provider.rawValue): set GMAIL_ACCOUNT_n_OAUTH=\(provider.rawValue) in place "
                    + "of its password.")
        }
        let transport = CurlTransport()
        let store = try await Installation.openStore(settings.database)
        let result: Result<Void, any Error>
        do { result = .success(try await connect(settings, store, transport)) } catch { result = .failure(error) }
        await store.close()
        await transport.shutdown()
        do { try result.get() } catch { throw CommandFailure("\(error)") }
        Terminal.standard.print("\(address) is connected. To see it work: mosaic accounts test \(address)")
    }

    private func connect(_ settings: MosaicSettings, _ store: Store, _ transport: CurlTransport) async throws {
        guard let endpoint = settings.oauth.endpoints(transport)[provider],
            let keeper = Installation.grantKeeper(settings.oauth, store, transport)
        else { throw CommandFailure("\(provider.settingsPrefix)_CLIENT_ID and APP_SECRET_KEY must be set.") }
        let connecting = MailboxConnecting(address, at: provider, endpoint: endpoint, keeper: keeper)
        let terminal = Terminal.standard
        if device {
            try await connecting.byDevice {
                terminal.print("Open \($0.url.shownOnOneLine()) and type \($0.userCode.shownOnOneLine())")
            }
        } else {
            try await connecting.byBrowser(port: port, random: .fresh(count: 64)) {
                terminal.print(
                    "Open this in a browser on this machine, and agree:\n\n  \($0)\n\nIf an error stands there, "
                        + "docs/providers/\(provider.rawValue).md says what it means.")
            }
        }
    }
}

extension TokenProvider: ExpressibleByArgument {}
