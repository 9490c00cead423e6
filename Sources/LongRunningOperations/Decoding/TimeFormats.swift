/// The forms in which a mapping's service writes times.
package struct TimeFormats: Sendable, Hashable, BitwiseCopyable {
    /// A set of forms.
    package struct Accepted: OptionSet, Sendable, Hashable, BitwiseCopyable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// RFC 3339 section 5.6: `2020-10-08T22:42:50.2031375Z`.
        package static let rfc3339 = Accepted(rawValue: 1 << 0)
        /// RFC 3339, and: no seconds, `+0600` or `+06` as offset, a blank for the `T` or before the offset.
        package static let iso8601 = Accepted(rawValue: 1 << 1)
        /// No offset at all, so that `zoneOffsetSeconds` is assumed; seconds may be missing, a blank may stand for `T`.
        package static let local = Accepted(rawValue: 1 << 2)
        /// Seconds from 1970, as a number or as digits in a string.
        package static let epochSeconds = Accepted(rawValue: 1 << 3)
        /// Milliseconds from 1970, as a number or as digits in a string; not read beside `epochSeconds`.
        package static let epochMilliseconds = Accepted(rawValue: 1 << 4)
    }

    /// RFC 3339 alone, which is what a mapping that says nothing accepts.
    package static let rfc3339 = TimeFormats(.rfc3339)

    package var accepted: Accepted

    /// What a local time is ahead of UTC.
    package var zoneOffsetSeconds: Int32

    package init(_ accepted: Accepted, zoneOffsetSeconds: Int32 = 0) {
        self.accepted = accepted
        self.zoneOffsetSeconds = zoneOffsetSeconds
    }
}
