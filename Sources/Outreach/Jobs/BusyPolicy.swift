/// What happens to a job whose accounts another one uses at its time.
package enum BusyPolicy: String, CaseIterable, Hashable, Sendable, Codable {
    /// It waits for them.
    case wait
    /// It uses those that are free.
    case `switch`
    /// It ends with an error.
    case fail
}
