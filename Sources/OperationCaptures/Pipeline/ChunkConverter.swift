package import LongRunningOperations

/// What one thread uses to convert documents.
///
/// An instance is used by one thread at a time.
package protocol ChunkConverter: AnyObject {
    /// Converts the documents, ascending ranges of the window, and appends their canonical lines.
    ///
    /// `readable` bytes from the start of the window may be read, so that kernels can load whole vectors at its end.
    ///
    /// Never fails as a whole: every document or list element that could not be converted is reported in `faults`, in
    /// order. `oneALine` says that documents are whole lines: no document contains LF.
    func convert(
        window: UnsafeRawBufferPointer,
        readable: Int,
        documents: UnsafeBufferPointer<Range<Int>>,
        oneALine: Bool,
        output: inout OutputBuffer,
        faults: inout [DocumentFault]
    )

    /// Converts lines of the window from `start` on, as long as that can be done without looking for their ends first, and
    /// appends their canonical lines; answers where the first line begins that is left, or the end.
    ///
    /// The window is whole lines; `readable` bytes from its start may be read. None of those converted is blank, a reject, or too long.
    func convertKnownLines(
        window: UnsafeRawBufferPointer,
        from start: Int,
        readable: Int,
        output: inout OutputBuffer
    ) -> Int

    /// Counts since the last call.
    func takeTally() -> ConversionTally

    /// Whether the counts tell documents by their index in the last call of `convert`, so that they are to be taken before
    /// the next.
    var countsByIndex: Bool { get }

    /// Tells where the next window comes from, for records that say so.
    func begin(_ origin: WindowOrigin)
}

extension ChunkConverter {
    package func begin(_ origin: WindowOrigin) {}

    package var countsByIndex: Bool { true }

    package func convertKnownLines(
        window: UnsafeRawBufferPointer,
        from start: Int,
        readable: Int,
        output: inout OutputBuffer
    ) -> Int {
        start
    }
}

/// Where a window's first byte stands in its input.
package struct WindowOrigin: Sendable {
    /// The input's path, or nothing for standard input.
    package var file: String?
    package var offset: Int
    /// The line, from 1, where the input has lines that can be found again.
    package var line: Int?
    /// The number, from 0, of the window's first document, where documents are numbered.
    package var index: Int?
    /// How its documents are read, where they are entries of a recording.
    package var recording: Recording?
    /// The one element of lists that is asked for, where the others were converted before.
    package var item: Int?
}

/// A document, or an element of a list, that could not be converted.
package struct DocumentFault: Sendable {
    /// Index in the documents given.
    package var document: Int
    /// Index in the list, where an element is meant.
    package var item: Int?
    /// The document or the element, in the window.
    package var range: Range<Int>
    /// A stable word for the reason.
    package var code: String
    package var message: String
    /// Where in the window the fault is.
    package var offset: Int
    /// Where in the output the reject belongs.
    package var outputOffset: Int

    package init(
        document: Int,
        item: Int? = nil,
        range: Range<Int>,
        code: String,
        message: String,
        offset: Int,
        outputOffset: Int
    ) {
        self.document = document
        self.item = item
        self.range = range
        self.code = code
        self.message = message
        self.offset = offset
        self.outputOffset = outputOffset
    }
}
