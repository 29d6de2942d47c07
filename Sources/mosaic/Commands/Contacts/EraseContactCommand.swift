import ArgumentParser
import Correspondence
import Operations

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// `mosaic contacts erase`.
struct EraseContactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Remove everything that is stored about somebody.",
        discussion: """
              mosaic contacts erase them@example.com --dry-run   counts what would go
              mosaic contacts erase them@example.com

            Conversations, messages, mails, leads, what they gave and what the audit says of it. Mail that is planned for them is \
            not sent. A keyed hash of the address stays, so that no reply, import or campaign ever leads to a mail to it again; \
            what they write from then on is not stored. To lift that: mosaic contacts unbar --opt-out-was-misunderstood.

            Their mail in your mailboxes, log files and backups are not in its hands: see "People's data" in the setup guide.
            """)

    @OptionGroup var store: StoreOptions
    @Argument(help: "The person's mail address.")
    var address: EmailAddress
    @Flag(name: .long, help: "Count what would go; remove nothing.")
    var dryRun = false
    @Flag(name: .long, help: "Do not ask.")
    var confirm = false

    func run() async throws {
        guard dryRun || confirm || isConfirmed() else {
            throw CommandFailure(
                "Nothing was erased. It cannot be undone: see what would go with --dry-run, then say --confirm.")
        }
        try await store.intervene { try await $0.erase(address, isTrial: dryRun) }
    }

    /// Asks on a terminal; anywhere else nobody can answer.
    private func isConfirmed() -> Bool {
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return false }
        // A question that cannot be asked is not answered either.
        try? RawOutput.write(
            Array("Everything about \(address) will be removed for ever. To go on, type the address: ".utf8), to: .error
        )
        return readLine().flatMap { EmailAddress($0.filter { !$0.isWhitespace }) } == address
    }
}
