/// How fast a row was: the median of its passes, and how far they lie apart.
struct Measurement {
    var name: String
    var megabytesPerSecond: Double
    var recordsPerSecond: Double
    /// Half the distance from the fastest to the slowest pass, as a share of the median.
    var spread: Double
    /// Calls of `malloc` a record, where they are counted.
    var allocationsPerRecord: Double?

    /// Measures rows: a pass of each to warm up, then rounds of one pass of each.
    ///
    /// Rows take turns so that whatever else the machine does falls on all of them, and ratios mean something.
    static func interleaved(_ rows: [Row], passes: Int) -> [Measurement] {
        let clock = ContinuousClock()
        var seconds = [[Double]](repeating: [], count: rows.count)
        var allocations = [Int?](repeating: nil, count: rows.count)
        for row in rows { row.run() }
        for pass in 0..<passes {
            for (index, row) in rows.enumerated() {
                let before = pass == 0 ? AllocationCounter.count : nil
                let duration = clock.measure { row.run() }
                if let before, let after = AllocationCounter.count { allocations[index] = after - before }
                let parts = duration.components
                seconds[index].append(Double(parts.seconds) + Double(parts.attoseconds) * 1e-18)
            }
        }
        return rows.indices.map { index in
            let row = rows[index]
            let times = seconds[index].sorted()
            let middle = times.count / 2
            let median = times.count % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2
            let range = (times.last ?? median) - (times.first ?? median)
            return Measurement(
                name: row.name,
                megabytesPerSecond: Double(row.corpus.count) / median / 1e6,
                recordsPerSecond: Double(row.corpus.recordCount) / median,
                spread: range / 2 / median,
                allocationsPerRecord: allocations[index].map { Double($0) / Double(max(row.corpus.recordCount, 1)) }
            )
        }
    }
}
