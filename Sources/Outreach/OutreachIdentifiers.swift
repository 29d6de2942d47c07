package import Correspondence

extension Entity {
    package enum Campaign {}
    package enum Lead {}
    package enum Step {}
}

package typealias CampaignID = Identifier<Entity.Campaign>
package typealias LeadID = Identifier<Entity.Lead>
/// A step of a sequence. It keeps its key when steps before it are added, moved or taken away.
package typealias StepID = Identifier<Entity.Step>
