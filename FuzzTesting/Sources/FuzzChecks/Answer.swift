package import LongRunningOperations

/// What a converter makes of a document, or of several in a window.
package struct Answer: Equatable {
    package private(set) var output: [UInt8]
    package private(set) var faults: [DocumentConverter.Fault]

    /// `readable` bytes may be read, by default those of the window; `lines` are the documents, by default all of it.
    package init(
        _ bytes: UnsafeRawBufferPointer,
        readable: Int? = nil,
        _ converter: DocumentConverter,
        _ lines: [Range<Int>]? = nil
    ) {
        var buffer = OutputBuffer()
        var found: [DocumentConverter.Fault] = []
        func convert(_ ranges: UnsafeBufferPointer<Range<Int>>) {
            converter.convert(
                window: bytes,
                readable: readable ?? bytes.count,
                documents: ranges,
                oneALine: lines != nil,
                into: &buffer,
                faults: &found
            )
        }
        if let lines {
            lines.withUnsafeBufferPointer(convert)
        } else {
            withUnsafePointer(to: 0..<bytes.count) { convert(UnsafeBufferPointer(start: $0, count: 1)) }
        }
        faults = found
        output = Array(buffer.bytes)
    }

    /// What a pipeline gets of lines: those of known layouts follow each other, the others are cut one by one.
    package init(knownLinesOf lines: UnsafeRawBufferPointer, readable: Int, _ converter: DocumentConverter) {
        var buffer = OutputBuffer()
        var found: [DocumentConverter.Fault] = []
        var position = 0
        while position < lines.count {
            position = converter.convertKnownLines(window: lines, from: position, readable: readable, into: &buffer)
            let end = lines[position...].firstIndex(of: 0x0A) ?? lines.count
            if position < end {
                withUnsafePointer(to: position..<end) { line in
                    converter.convert(
                        window: lines,
                        readable: readable,
                        documents: UnsafeBufferPointer(start: line, count: 1),
                        oneALine: true,
                        into: &buffer,
                        faults: &found
                    )
                }
            }
            position = min(end + 1, lines.count)
        }
        faults = found
        output = Array(buffer.bytes)
    }

    package static func == (left: Answer, right: Answer) -> Bool {
        left.output == right.output && left.faults.map(\.code) == right.faults.map(\.code)
            && left.faults.map(\.offset) == right.faults.map(\.offset)
    }
}
