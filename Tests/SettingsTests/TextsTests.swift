import Correspondence
import Testing

@testable import Settings

/// What the steps say, as files.
@Suite struct TextsTests {
    private static func read(
        _ environment: [String: String] = [:], _ files: [String: String]
    ) -> (texts: [StepText], faults: [String]) {
        let variables = Variables(environment: environment, file: nil, path: "/etc/m/.env")
        var reading = SettingsReading(variables, files: .holding(files))
        let texts = reading.texts()
        return (texts, reading.faults)
    }

    @Test func filesBesideTheSettingsAreRead() {
        let read = Self.read(
            [:],
            [
                "/etc/m/texts/stage-1.txt": "Hi {{ first_name | default(\"there\") }}!",
                "/etc/m/texts/stage-1.es.txt": "¡Hola!",
                "/etc/m/texts/stage-4.txt": "There is no stage 4.",
            ])
        #expect(read.faults.isEmpty)
        #expect(read.texts.map(\.language) == [nil, "es"])
        #expect(read.texts.map(\.position) == [1, 1])
        #expect(read.texts.first?.file == "/etc/m/texts/stage-1.txt")
        #expect(Self.read([:], [:]).texts.isEmpty)
    }

    @Test func anotherFolderMayBeNamed() {
        let read = Self.read(["TEXTS_FOLDER": "/words"], ["/words/stage-3.txt": "Still there?\n"])
        #expect(read.texts.map(\.text) == ["Still there?"])
    }

    @Test(arguments: [
        ("Hi {{ firstname }}", "first_name"), ("Hi {{ first_name", "line 1"), (" \n", "nothing stands in it"),
        ("Hi {first} {{ name }}", "line 1"),
    ])
    func whatCannotBeSentIsAFault(text: String, sentence: String) {
        let read = Self.read([:], ["/etc/m/texts/stage-2.txt": text])
        #expect(read.texts.isEmpty)
        #expect(read.faults.count == 1)
        #expect(
            read.faults.contains { $0.hasPrefix("/etc/m/texts/stage-2.txt, ") && $0.contains(sentence) },
            "\(read.faults)")
    }
}
