import CJSONKernels
import Testing

struct DispatchTests {
    @Test func scalarRunsEverywhere() {
        #expect(Kernel.available.contains(.scalar))
    }

    @Test func theBestKernelIsOneThatRunsHere() throws {
        let name = String(cString: cjson_best_index_name())
        let kernel = try #require(Kernel(rawValue: name))
        #expect(Kernel.available.contains(kernel))
        #expect(kernel != .scalar || Kernel.available == [.scalar])
    }

    @Test(arguments: ["", "avx", "AVX2", "avx2 "])
    func unknownNamesGiveNoKernel(name: String) {
        #expect(cjson_index_named(name) == nil)
    }
}
