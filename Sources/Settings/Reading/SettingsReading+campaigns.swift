extension SettingsReading {
    static let campaignNames = [
        "MIN_DELAY_SECONDS", "MAX_DELAY_SECONDS", "PAUSE_EVERY_N_EMAILS", "PAUSE_MIN_MINUTES", "PAUSE_MAX_MINUTES",
        "CALENDAR_LINK",
    ]

    /// Of each range, an end that is not set is the usual one, or as far away as the other end wants it.
    mutating func campaignDefaults() -> CampaignDefaults {
        var defaults = CampaignDefaults()
        if variables["MIN_DELAY_SECONDS"] != nil || variables["MAX_DELAY_SECONDS"] != nil {
            let least = optional(["MIN_DELAY_SECONDS"], expecting: .duration, SettingValue.duration)
            let most = optional(["MAX_DELAY_SECONDS"], expecting: .duration, SettingValue.duration)
            defaults.gap = range(
                least, most, usual: .seconds(60)...(.seconds(120)), named: "MIN_DELAY_SECONDS", "MAX_DELAY_SECONDS")
        }
        if variables["PAUSE_EVERY_N_EMAILS"] != nil {
            defaults.mailsBeforePause = count("PAUSE_EVERY_N_EMAILS", fallback: 20, in: 1...100_000)
        }
        if variables["PAUSE_MIN_MINUTES"] != nil || variables["PAUSE_MAX_MINUTES"] != nil {
            defaults.pause = range(
                minutes("PAUSE_MIN_MINUTES"), minutes("PAUSE_MAX_MINUTES"), usual: .seconds(300)...(.seconds(480)),
                named: "PAUSE_MIN_MINUTES", "PAUSE_MAX_MINUTES")
        }
        if let link = variables["CALENDAR_LINK"] {
            if link.hasPrefix("https://") {
                defaults.calendarLink = link
            } else {
                fault(
                    "\(variables.shown("CALENDAR_LINK")) is no address of a web page: write it with https:// in front.")
            }
        }
        return defaults
    }

    private mutating func minutes(_ name: String) -> Duration? {
        variables[name] == nil ? nil : .seconds(60 * count(name, fallback: 5, in: 0...10_080))
    }

    private mutating func range(
        _ least: Duration?, _ most: Duration?, usual: ClosedRange<Duration>, named first: String, _ last: String
    ) -> ClosedRange<Duration> {
        let start = least ?? min(usual.lowerBound, most ?? usual.lowerBound)
        let end = most ?? max(usual.upperBound, start)
        guard start <= end else {
            fault("\(variables.shown(last)) is less than \(first): correct one of them.")
            return usual
        }
        return start...end
    }
}
