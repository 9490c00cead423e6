// The three forms of an HTTP-date (RFC 9110 section 5.6.7), all case-sensitive:
//
//     Sun, 06 Nov 1994 08:49:37 GMT      IMF-fixdate, the one to send
//     Sunday, 06-Nov-94 08:49:37 GMT     rfc850-date
//     Sun Nov  6 08:49:37 1994           asctime-date

package enum HTTPDate {
    /// Reads an HTTP-date as seconds from 1970, or gives nothing where the text is none.
    ///
    /// A two-digit year is one of 1970 to 2069, so that no clock is read. The name of the day is not held against the
    /// date. Second 60 is read only at 23:59, and is the next second.
    package static func read(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        var cursor = TimeCursor(bytes)
        let date: (year: Int, month: Int, day: Int)
        let seconds: Int
        if cursor.takeAny(of: longDayNames) != nil {
            guard cursor.take(text: ", "), let day = cursor.number(digits: 2), cursor.take("-"),
                let month = cursor.takeAny(of: monthNames), cursor.take("-"), let year = cursor.number(digits: 2),
                cursor.take(" "), let time = cursor.timeOfDay(), cursor.take(text: " GMT")
            else { return nil }
            date = (year < 70 ? 2000 + year : 1900 + year, month + 1, day)
            seconds = time
        } else {
            guard cursor.takeAny(of: dayNames) != nil else { return nil }
            if cursor.take(text: ", ") {
                guard let day = cursor.number(digits: 2), cursor.take(" "),
                    let month = cursor.takeAny(of: monthNames), cursor.take(" "),
                    let year = cursor.number(digits: 4), cursor.take(" "),
                    let time = cursor.timeOfDay(), cursor.take(text: " GMT")
                else { return nil }
                date = (year, month + 1, day)
                seconds = time
            } else {
                guard cursor.take(" "), let month = cursor.takeAny(of: monthNames), cursor.take(" "),
                    let day = cursor.number(digits: cursor.take(" ") ? 1 : 2), cursor.take(" "),
                    let time = cursor.timeOfDay(), cursor.take(" "), let year = cursor.number(digits: 4)
                else { return nil }
                date = (year, month + 1, day)
                seconds = time
            }
        }
        guard cursor.isAtEnd, 1...Timestamp.days(inMonth: date.month, ofYear: date.year) ~= date.day else { return nil }
        let days = Timestamp.daysSinceEpoch(year: date.year, month: date.month, day: date.day)
        let instant = Int64(days) * 86_400 + Int64(seconds)
        return Timestamp.validSeconds.contains(instant) ? instant : nil
    }

    private static let dayNames: [StaticString] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let longDayNames: [StaticString] = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    private static let monthNames: [StaticString] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

extension TimeCursor {
    /// Takes whichever of the names comes next, and gives its index.
    fileprivate mutating func takeAny(of names: [StaticString]) -> Int? {
        for (index, name) in names.enumerated() {
            if take(text: name) {
                return index
            }
        }
        return nil
    }

    /// Takes `08:49:37` as seconds of the day.
    fileprivate mutating func timeOfDay() -> Int? {
        guard let hour = number(digits: 2), hour <= 23, take(":"),
            let minute = number(digits: 2), minute <= 59, take(":"),
            let second = number(digits: 2), second <= 59 || (second == 60 && hour == 23 && minute == 59)
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }
}
