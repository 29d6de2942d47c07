/// Who acts in this task, for the audit: a person at the desk. Nil for the engine and at the command line.
package enum ActingPerson {
    @TaskLocal package static var name: String?

    /// For sentences.
    static var orAPerson: String { name ?? "a person" }
}
