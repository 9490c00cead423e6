#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Calls of `malloc` and its kin so far, where `allocations.sh` has put a counter before the C library.
enum AllocationCounter {
    static var count: Int? {
        #if canImport(Darwin)
        nil
        #else
        guard let symbol = dlsym(nil, "operation_benchmarks_allocations") else { return nil }
        typealias Function = @convention(c) () -> Int
        return unsafeBitCast(symbol, to: Function.self)()
        #endif
    }
}
