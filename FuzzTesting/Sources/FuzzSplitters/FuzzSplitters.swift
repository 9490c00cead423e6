import FuzzChecks

/// Splits the input behind its first two bytes, as they say; `SplitterCheck` tells what has to hold.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 2 else { return -1 }
    let problem = SplitterCheck.problem(with: UnsafeRawBufferPointer(start: start, count: count))
    expect(problem == nil, problem ?? "")
    return 0
}
