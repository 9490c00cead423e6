/// Quantities as people read them.
enum QuantityText {
    /// A count in groups of three digits.
    static func count(_ value: UInt64) -> String {
        var text = ""
        for (index, digit) in String(value).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }

    /// A number of bytes in decimal units, with one digit after the point from kilobytes on.
    static func bytes(_ value: UInt64) -> String {
        guard value >= 1000 else { return "\(value) B" }
        var unit: UInt64 = 1000
        var names = ["kB", "MB", "GB", "TB", "PB", "EB"][...]
        while value / unit >= 1000, names.count > 1 {
            unit *= 1000
            names = names.dropFirst()
        }
        let tenths = value / (unit / 10)
        return "\(tenths / 10).\(tenths % 10) \(names.first ?? "")"
    }

    /// A duration in whole seconds as `m:ss` or `h:mm:ss`.
    static func clock(_ seconds: UInt64) -> String {
        let parts = (seconds / 3600, seconds / 60 % 60, seconds % 60)
        let ending = (parts.2 < 10 ? "0" : "") + "\(parts.2)"
        guard parts.0 > 0 else { return "\(parts.1):\(ending)" }
        return "\(parts.0):" + (parts.1 < 10 ? "0" : "") + "\(parts.1):\(ending)"
    }

    /// How much a second makes this, or nil before there is anything to say.
    static func rate(_ amount: UInt64, nanoseconds: UInt64) -> UInt64? {
        guard nanoseconds > 0 else { return nil }
        let product = amount.multipliedFullWidth(by: 1_000_000_000)
        guard product.high < nanoseconds else { return nil }
        return nanoseconds.dividingFullWidth(product).quotient
    }
}
