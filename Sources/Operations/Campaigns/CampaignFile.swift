package import Settings
package import Storage
import Yams

/// A campaign as described by one YAML file.
package enum CampaignFile {
    /// Reads a file. All faults are told together, each with its line.
    ///
    /// - Parameter defaults: what holds where the file says nothing.
    package static func draft(
        _ yaml: String, defaults: CampaignDefaults = CampaignDefaults()
    ) throws(OperationFailure) -> CampaignDraft {
        let root: Node?
        do { root = try Yams.compose(yaml: yaml) } catch {
            throw OperationFailure(.unusable, "The file is no YAML: \(error)")
        }
        guard let root, let mapping = root.mapping else {
            throw OperationFailure(
                .unusable, "The file holds no campaign. `mosaic campaigns init` writes one to begin with.")
        }
        var reader = CampaignFileReader(mapping, defaults: defaults)
        let draft = reader.draft()
        guard reader.faults.isEmpty, let draft else {
            throw OperationFailure(.unusable, reader.faults.joined(separator: "\n"))
        }
        return draft
    }

    /// A file to start from, which shows all that can be said.
    package static let example = """
        # A campaign: who is written to first, with what, and when.
        #   mosaic campaigns apply FILE.yaml      makes it, or edits it while it runs
        #   mosaic leads import PEOPLE.csv --campaign spring
        #   mosaic campaigns check spring         what would fail, before anything leaves
        #   mosaic campaigns start spring         and `mosaic run` sends it
        name: spring

        # Accounts of `mosaic accounts`. New people go to them in turn, by weight; who wrote first goes on.
        accounts:
          - you@example.com
          # - address: second@example.com
          #   weight: 2
          #   daily_limit: 40       # for this campaign, in any 24 h
          #   signature: "Ada\\nExample Ltd"

        # The clock that hours, dates and days mean.
        zone: Europe/Zurich
        hours:
          mon-fri: 09:00-12:00, 13:00-17:00
        holidays: [2026-12-25, 2026-12-26]

        daily_limit: 100            # mails on one date
        new_leads_per_day: 50
        # ramp_up: {start: 20, step: 10}   # of a young account: mails on its first date, and more after each date with mail
        # batch_size: 20            # in one run of mosaic run --once; without it no limit but the day's
        gap: 60s-120s               # between two mails of an account
        long_pause: {every: 20, for: 5m-8m}
        min_wait: 4m                # between two people of one lead
        max_lateness: 7d            # later than this, a person decides
        reply: answer               # the autoresponder takes replies; hand_off: you get them all
        stop: company               # an answer also ends the leads of colleagues; lead: only its own
        # The campaign pauses by itself, and tells you why, when its mails of 7 days bring so much harm.
        guardrails: {after: 50, bounces: 5%, complaints: 0.1%, opt_outs: 3%}
        # paragraph_gap: 2          # blank lines between the paragraphs of every mail; [gap:3] in a text is one of its own
        # Stands under every mail. Many countries want your name, your postal address and a way out.
        footer: |
          Example Ltd, 1 Example Street, Exampletown. If you want no more mail of us, just say so.

        # A follow-up has no subject: it continues the conversation.
        # A step may be said in several ways, to see which one more people say yes to:
        #   variants:
        #     - {id: plain}            # as the step says it
        #     - {id: question, subject: "A question, {{ first_name | default('there') }}"}
        steps:
          - id: intro
            subject: "An idea for {{ company_name | default('you') }}"
            text: |
              Hi {{ first_name | default('there') }},

              would you like to try our product?

              {{ sender_name }}
          - id: reminder
            after: 3 days
            text: |
              Hi {{ first_name | default('there') }},

              did you see my last mail?

              {{ sender_name }}

        """
}
