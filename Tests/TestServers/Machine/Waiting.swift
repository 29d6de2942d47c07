import Glibc

/// Asks every 5 ms until the condition holds: the only way to learn that a foreign daemon became ready or is gone.
/// - Returns: whether it came true within the given seconds.
func eventually(within seconds: Double, _ condition: () throws -> Bool) rethrows -> Bool {
    let end = monotonicSeconds() + seconds
    repeat {
        if try condition() { return true }
        usleep(5_000)
    } while monotonicSeconds() < end
    return false
}

private func monotonicSeconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}
