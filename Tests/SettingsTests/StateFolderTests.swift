import Testing

@testable import Settings

@Suite struct StateFolderTests {
    private static let home = ["HOME": "/home-of/ann"]
    private static let users = "/home-of/ann/.local/state/mosaic"

    private static func folder(_ environment: [String: String], _ files: Files = .none) -> StateFolder {
        StateFolder(Variables(environment: home.merging(environment) { $1 }, file: nil), files)
    }

    @Test func theServicesFolderIsFoundWithoutItsEnvironment() {
        let machine = Files.holding(["/var/lib/mosaic/mosaic.db": ""])
        let service = Self.folder(["STATE_DIRECTORY": "/var/lib/mosaic"], machine)
        let command = Self.folder([:], machine)
        #expect(service == command)
        #expect(command.database == "/var/lib/mosaic/mosaic.db")
        #expect(Self.folder([:]).path == Self.users)
    }

    @Test(arguments: [
        (["STATE_FOLDER": "/data/"], "/data"), (["STATE_FOLDER": "/data", "STATE_DIRECTORY": "/var/lib/x"], "/data"),
        (["STATE_DIRECTORY": "/var/lib/x:/var/lib/y"], "/var/lib/x"), (["XDG_STATE_HOME": "/state"], "/state/mosaic"),
        (["XDG_STATE_HOME": "state"], Self.users), (["HOME": ""], "./.local/state/mosaic"),
    ])
    func whatIsSetDecides(environment: [String: String], path: String) {
        #expect(Self.folder(environment).path == path)
    }

    @Test func aSecondDatabaseIsNamed() {
        let both = Files.holding(["/var/lib/mosaic/mosaic.db": "", "\(Self.users)/mosaic.db": ""])
        #expect(Self.folder([:], both).path == "/var/lib/mosaic")
        #expect(Self.folder([:], both).doubt?.contains("\(Self.users)/mosaic.db") == true)
        #expect(Self.folder(["STATE_FOLDER": Self.users], both).doubt == nil)
        #expect(Self.folder([:], Files.holding(["\(Self.users)/mosaic.db": ""])).doubt == nil)
    }

    @Test func pathsInAFileBeginAtItsFolder() {
        let file = EnvironmentFile(
            Array("STATE_FOLDER=data\nDATABASE_URL=sqlite:data/m.db\nLOG_FILE=l/a.log".utf8), path: "")
        let inFile = Variables(environment: [:], file: file, path: "/opt/mosaic/.env")
        #expect(StateFolder(inFile, .none).path == "/opt/mosaic/data")
        var reading = SettingsReading(inFile, files: .none)
        #expect(reading.databaseLocation() == .sqlite(path: "/opt/mosaic/data/m.db"))
        #expect(reading.logSettings().file == "/opt/mosaic/l/a.log")
        var here = SettingsReading(Variables(environment: [:], file: file, path: ".env"), files: .none)
        #expect(here.databaseLocation() == .sqlite(path: "data/m.db"))
        let process = Variables(environment: ["STATE_FOLDER": "x"], file: file, path: "/opt/mosaic/.env")
        #expect(StateFolder(process, .none).path == "x")
    }
}
