/// The person who acts in this task, for the audit: set at the desk, nil for the engine and at the command line.
package enum ActingPerson {
    @TaskLocal package static var name: String?

    /// The name in sentences.
    static var orAPerson: String { name ?? "a person" }
}
