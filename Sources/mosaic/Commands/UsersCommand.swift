import ArgumentParser
import Operations
import Storage
import Text

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// `mosaic users`.
struct UsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users",
        abstract: "Say who may log in to the desk.",
        discussion: """
              mosaic users                      who may log in
              mosaic users add anna --admin     asks for a password
              mosaic users password anna        sets another one, and logs anna out everywhere
              mosaic users remove anna

            A password is read from the first line of standard input, so it stands in no list of processes.
            """,
        subcommands: [List.self, Add.self, Password.self, Remove.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List who may log in.")

        @OptionGroup var store: StoreOptions

        func run() async throws {
            let users = try await store.withStore { try await $0.users.list() }
            store.output.print(users.json) { _ in
                guard !users.isEmpty else { return "Nobody can log in yet: mosaic users add NAME --admin" }
                var table = Table(["name", "role", "since"])
                for user in users { table.add([user.name, user.role.rawValue, user.createdAt.shown]) }
                return "\(table)"
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let somebody log in.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The name to log in with.")
        var name: String
        @Flag(help: "May also add and remove people.")
        var admin = false

        func run() async throws {
            let password = try PasswordPrompt.read()
            try await store.keepDoor {
                try await $0.add(name, password: password, role: admin ? .admin : .user)
            }
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Set somebody's password.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The name to log in with.")
        var name: String

        func run() async throws {
            let password = try PasswordPrompt.read()
            try await store.keepDoor { try await $0.setPassword(password, of: name) }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take somebody's access away at once.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The name to log in with.")
        var name: String

        func run() async throws {
            try await store.keepDoor { try await $0.remove(name) }
        }
    }
}

extension StoreOptions {
    fileprivate func keepDoor(_ act: (Doorkeeper) async throws -> Acknowledgement) async throws {
        let done = try await withStore { try await act(Doorkeeper($0)) }
        output.print(done.json) { _ in done.sentence }
    }
}

/// Reads a password without showing it, if there is a terminal.
enum PasswordPrompt {
    static func read() throws -> String {
        let isTerminal = isatty(STDIN_FILENO) == 1
        var before = termios()
        if isTerminal {
            print("Password: ", terminator: "")
            fflush(nil)
            tcgetattr(STDIN_FILENO, &before)
            var hidden = before
            hidden.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(STDIN_FILENO, TCSANOW, &hidden)
        }
        defer {
            if isTerminal {
                tcsetattr(STDIN_FILENO, TCSANOW, &before)
                print()
            }
        }
        guard let line = readLine(), !line.isEmpty else { throw CommandFailure("No password was given.") }
        return line
    }
}
