import Testing

@testable import LongRunningOperations

@Suite struct OperationDecoderPoolTests {
    private static func makePool() -> OperationDecoderPool {
        OperationDecoderPool(services: ["azure-core"], catalog: .builtIn, limits: DecodingLimits())
    }

    private static func decode(_ document: String, _ worker: OperationDecoderWorker) throws(OperationDecodingError) {
        let bytes = Array(document.utf8)
        try bytes.withUnsafeBufferPointer { bytes throws(OperationDecodingError) in
            _ = try worker.replies(from: UnsafeRawBufferPointer(bytes), DocumentEngine.Request())
        }
    }

    /// What fills a kind of working memory each: the index, decoded text, errors, faults, and a document that is cut.
    enum LongDocument: CaseIterable {
        case elements
        case escapes
        case details
        case faults
        case cut

        var text: String {
            switch self {
            case .elements: #"{"name":"1","status":"Running","x":["# + String(repeating: "0,", count: 500_000) + "0]}"
            case .escapes: #"{"name":"1","status":""# + String(repeating: #"\u0041"#, count: 200_000) + #""}"#
            case .details:
                #"{"name":"1","status":"Failed","error":{"code":"a","message":"b","details":["#
                    + String(repeating: #"{"code":"a","b":1,"message":"\n"},"#, count: 50_000) + #"{"code":"c"}]}}"#
            case .faults:
                #"[{"name":"1","status":"Running"},"# + String(repeating: "0,", count: 65_000) + "0]"
                    + String(repeating: " ", count: 500_000)
            case .cut: #"{"name":"1","status":"Running""# + String(repeating: #","a":0"#, count: 100_000)
            }
        }
    }

    @Test func letsGoOfWhatALongURLNeeded() throws {
        let pool = Self.makePool()
        let url = "/operations" + String(repeating: "/a", count: 8000)
        var used: OperationDecoderWorker?
        try pool.withWorker { worker throws(OperationDecodingError) in
            used = worker
            let response = CapturedResponse(status: 304, url: url)
            _ = try? worker.replies(from: response, UnsafeRawBufferPointer(start: nil, count: 0))
            #expect(worker.converter.urls.capacity > url.utf8.count)
        }
        #expect(try #require(used).converter.urls.capacity < url.utf8.count)
    }

    @Test(arguments: LongDocument.allCases)
    func letsGoOfWhatALongDocumentNeeded(document: LongDocument) throws {
        let pool = Self.makePool()
        var used: OperationDecoderWorker?
        try pool.withWorker { worker throws(OperationDecodingError) in
            used = worker
            do throws(OperationDecodingError) {
                try Self.decode(document.text, worker)
            } catch {
                guard error.code == .truncated else { throw error }
            }
            #expect(worker.converter.index.capacity > OperationDecoderWorker.keptLength)
        }
        let worker = try #require(used)
        #expect(worker.converter.index.capacity <= OperationDecoderWorker.keptLength)
        #expect(worker.output.capacity <= OperationDecoderWorker.keptCapacity)
        #expect(worker.converter.engine.faults.capacity <= OperationDecoderWorker.keptLength)
        #expect(worker.converter.engine.record.scratch.capacity <= OperationDecoderWorker.keptLength)
        #expect(worker.converter.engine.record.errorText.capacity <= OperationDecoderWorker.keptLength)
        #expect(worker.converter.engine.record.cuts.capacity <= OperationDecoderWorker.keptLength)
        #expect(worker.converter.engine.record.errors.cuts.capacity <= OperationDecoderWorker.keptLength)
        #expect(worker.converter.engine.record.errors.frames.capacity <= OperationDecoderWorker.keptLength)
        #expect(worker.converter.engine.record.errors.scratch.capacity <= OperationDecoderWorker.keptLength)
        try pool.withWorker { again throws(OperationDecodingError) in
            #expect(again === worker)
            try Self.decode(#"{"name":"1","status":"Running"}"#, again)
        }
    }

    @Test func keepsWhatUsualDocumentsNeed() throws {
        let pool = Self.makePool()
        let document = #"{"name":"1","status":"Running","x":["# + String(repeating: "0,", count: 100_000) + "0]}"
        for _ in 0..<2 {
            try pool.withWorker { worker throws(OperationDecodingError) in try Self.decode(document, worker) }
        }
        try pool.withWorker { worker throws(OperationDecodingError) in
            #expect(worker.converter.index.capacity >= document.utf8.count)
        }
    }

    @Test func keepsSomeDozenWorkers() throws {
        let pool = Self.makePool()
        func workers(_ count: Int) throws(OperationDecodingError) -> [OperationDecoderWorker] {
            guard count > 0 else { return [] }
            return try pool.withWorker { worker throws(OperationDecodingError) in [worker] + (try workers(count - 1)) }
        }
        let first = try workers(OperationDecoderPool.idleLimit + 6)
        let second = try workers(OperationDecoderPool.idleLimit + 6)
        let kept = second.count { worker in first.contains { $0 === worker } }
        #expect(kept == OperationDecoderPool.idleLimit)
    }
}
