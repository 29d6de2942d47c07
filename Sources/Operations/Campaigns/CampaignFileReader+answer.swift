import Correspondence
import Settings
import Templates
import Yams

extension CampaignFileReader {
    private static let usual = "Great to hear from you! Please pick a time that suits you: {{ calendar_link }}\n"

    /// `reply: calendar_link`: the answer to an interested reply, with the link filled in; nil for another policy.
    mutating func calendarAnswer() -> String? {
        guard root["reply"]?.string == "calendar_link" else {
            for key in ["calendar_link", "answer"] where root[key] != nil {
                fault("\(key) is for reply: calendar_link alone", at: root[key])
            }
            return nil
        }
        guard let link = text("calendar_link", in: root) ?? defaults.calendarLink, link.hasPrefix("https://"),
            link.count > 8,
            !link.contains(where: { $0.isWhitespace || "<>\"{}%".contains($0) })
        else {
            fault("reply: calendar_link wants calendar_link: https://…, an address without blanks", at: root["reply"])
            return nil
        }
        let words = text("answer", in: root) ?? Self.usual
        guard words.contains("{{ calendar_link }}") else {
            fault("answer is to hold {{ calendar_link }}", at: root["answer"])
            return nil
        }
        let answer = words.replacing("{{ calendar_link }}", with: link)
        // Its recipient may be anybody who answered, of whom no field is certain.
        guard let template = try? MailTemplate.compile(MailTemplate.Source(subject: "Re:", text: answer)),
            template.variables.isEmpty
        else {
            fault("answer knows {{ calendar_link }} and no other value", at: root["answer"])
            return nil
        }
        return answer
    }
}
