package import Correspondence

extension Entity {
    package enum Campaign {}
    package enum Lead {}
    package enum Step {}
    package enum Variant {}
    package enum Recipient {}
    package enum Template {}
    package enum Import {}
    package enum Job {}
}

package typealias CampaignID = Identifier<Entity.Campaign>
package typealias LeadID = Identifier<Entity.Lead>
/// A step of a sequence. It keeps its key when steps before it are added, moved or taken away.
package typealias StepID = Identifier<Entity.Step>
/// One of the wordings of a step.
package typealias VariantID = Identifier<Entity.Variant>
/// One person of a lead.
package typealias RecipientID = Identifier<Entity.Recipient>
/// One version of a template; it never changes.
package typealias TemplateID = Identifier<Entity.Template>
package typealias ImportID = Identifier<Entity.Import>
/// A step of a campaign that a person released.
package typealias JobID = Identifier<Entity.Job>
