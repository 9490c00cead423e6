package import LongRunningOperations

/// Converts for a counter of what no mapping lists, and writes nothing.
package final class CoverageConverter: ChunkConverter {
    package let counter: CoverageCounter
    private let engine: EngineConverter
    private var origin = WindowOrigin(file: nil, offset: 0, line: nil, index: nil)
    private var tally = ConversionTally()
    private var lines = OutputBuffer(capacity: 1 << 16)

    package init(_ explainer: OperationExplainer) {
        counter = CoverageCounter(explainer)
        engine = EngineConverter(explainer.converter)
    }

    package func begin(_ origin: WindowOrigin) {
        self.origin = origin
        engine.begin(origin)
    }

    package func convert(
        window: UnsafeRawBufferPointer,
        readable: Int,
        documents: UnsafeBufferPointer<Range<Int>>,
        oneALine: Bool,
        output: inout OutputBuffer,
        faults: inout [DocumentFault]
    ) {
        let known = faults.count
        lines.removeAll()
        engine.convert(
            window: window,
            readable: readable,
            documents: documents,
            oneALine: oneALine,
            output: &lines,
            faults: &faults
        )
        for index in known..<faults.count { faults[index].outputOffset = output.count }
        var places = PlaceFinder()
        let counts = counter.add(
            lines: lines.bytes,
            of: documents.count,
            convert: { document, lines in
                var faults: [DocumentFault] = []
                engine.convert(
                    window: window,
                    readable: readable,
                    documents: UnsafeBufferPointer(rebasing: documents[document...document]),
                    oneALine: oneALine,
                    output: &lines,
                    faults: &faults
                )
            },
            place: { document in
                let place = places.place(of: documents[document].lowerBound, in: window, origin)
                return CoverageCounter.Place(file: place.file, line: place.line, offset: place.offset)
            }
        )
        tally = ConversionTally(counts)
    }

    package func takeTally() -> ConversionTally {
        defer { tally = ConversionTally() }
        return tally
    }
}
