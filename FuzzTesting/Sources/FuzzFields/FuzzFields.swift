import LongRunningOperations

/// Reads the input as a time in every format, a percentage, an HTTP-date and a Retry-After.
///
/// Checked: what is read as a canonical form is what the reader gives, and reading what was written gives the same again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    let accepted: [TimeFormats.Accepted] = [
        .rfc3339, .iso8601, [.rfc3339, .iso8601, .local], .epochSeconds, .epochMilliseconds,
        [.rfc3339, .iso8601, .local, .epochSeconds, .epochMilliseconds],
    ]
    for formats in accepted {
        for zone in [0, 28800, -43200] as [Int32] {
            for isNumber in [true, false] {
                checkTime(bytes, isNumber: isNumber, TimeFormats(formats, zoneOffsetSeconds: zone))
            }
        }
    }
    for isNumber in [true, false] {
        guard let reading = PercentReader.read(bytes, isNumber: isNumber) else { continue }
        switch reading {
        case .whole(let percent): precondition((0...100).contains(percent))
        case .text(let range):
            precondition(range.lowerBound >= 0 && range.upperBound <= count && !range.isEmpty)
            let again = PercentReader.read(UnsafeRawBufferPointer(rebasing: bytes[range]), isNumber: true)
            precondition(again == .text(0..<range.count), "a percentage that was read is none")
        }
    }
    _ = HTTPDate.read(bytes)
    for field in [RetryAfter(retryAfter: bytes), RetryAfter(retryAfterMilliseconds: bytes)] {
        _ = field?.secondsText
    }
    return 0
}

private func checkTime(_ bytes: UnsafeRawBufferPointer, isNumber: Bool, _ formats: TimeFormats) {
    let reading = TimeReader.read(bytes, isNumber: isNumber, formats: formats)
    let form = TimeReader.canonicalForm(bytes, isNumber: isNumber, formats: formats)
    precondition((reading == nil) == (form == nil), "one way to read a time reads it, the other does not")
    guard let reading else { return }
    var written = OutputBuffer()
    written.append(reading.timestamp.description)
    let again = TimeReader.read(written.bytes, isNumber: false, formats: .rfc3339)
    precondition(again?.timestamp == reading.timestamp, "a time that was written is read as another")
    precondition(again?.form == .verbatim, "a time that was written is not canonical")
    switch form {
    case .verbatim: precondition(written.bytes.elementsEqual(bytes))
    case .zuluAfter(let count):
        precondition(written.bytes.dropLast().elementsEqual(bytes.prefix(count)) && written.bytes.last == 0x5A)
    default: break
    }
}
