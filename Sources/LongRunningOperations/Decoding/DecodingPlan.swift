/// The compiled mappings of the services that a decoder may meet: one, or the candidates among which a body decides.
///
/// All candidates share one trie of documents, so that one walk fills the slots of every one of them; asking which of them
/// claims the document then costs no second look at it. Immutable once made.
package final class DecodingPlan: Sendable {
    nonisolated(unsafe) private let storage: PlanStorage
    nonisolated(unsafe) let trie: PathTrie
    nonisolated(unsafe) let services: UnsafePointer<ServicePlan>
    package let serviceCount: Int
    package let definitions: [MappingDefinition]
    /// For each service, which services extend it.
    nonisolated(unsafe) let heirs: UnsafePointer<PlanRange>
    nonisolated(unsafe) let heirLists: UnsafePointer<Int32>
    /// Whether bodies decide which service they are of.
    let detects: Bool
    let templates: [URLTemplate]

    /// Compiles services of a catalog.
    ///
    /// One service is taken as it is; several, or none for the whole catalog, are candidates for detection.
    ///
    /// - Throws: `unknownService` where the catalog lacks one of them.
    package init(catalog: MappingCatalog, services ids: [ServiceIdentifier]) throws(OperationDecodingError) {
        let names = ids.isEmpty ? catalog.ids : ids.map(\.rawValue)
        var definitions: [MappingDefinition] = []
        for name in names where !definitions.contains(where: { $0.id.hasSameBytes(as: name) }) {
            guard let definition = catalog.definition(name) else {
                throw OperationDecodingError(
                    code: .unknownService,
                    message: "there is no mapping with the id \"\(name)\"; ask the catalog for its services",
                    service: ServiceIdentifier(name)
                )
            }
            definitions.append(definition)
        }
        self.definitions = definitions
        detects = ids.count != 1
        let storage = PlanStorage()
        var builder = PathTrieBuilder()
        var plans: [ServicePlan] = []
        var watched: Set<Int32> = []
        for definition in definitions {
            var compiler = PlanCompiler(definition)
            plans.append(compiler.compile(into: &builder, watched: &watched, storage: storage))
        }
        self.storage = storage
        trie = builder.frozen(in: storage, watched: watched)
        services = storage.store(plans)
        serviceCount = plans.count
        var ranges: [PlanRange] = []
        var lists: [Int32] = []
        for definition in definitions {
            let start = lists.count
            for (index, other) in definitions.enumerated() where other.ancestors.contains(definition.id) {
                lists.append(Int32(index))
            }
            ranges.append(PlanRange(start: Int32(start), count: Int32(lists.count - start)))
        }
        heirs = storage.store(ranges)
        heirLists = storage.store(lists)
        templates = definitions.enumerated()
            .flatMap { index, definition in
                definition.urls.compactMap { URLTemplate($0, service: index) }
            }
    }

    /// The index of a service, or nil.
    package func index(of service: ServiceIdentifier) -> Int? {
        definitions.firstIndex { $0.id.hasSameBytes(as: service.rawValue) }
    }

    /// A number that changes when a mapping that takes part changes.
    package var digest: UInt64 {
        var output = OutputBuffer(capacity: 1 << 16)
        for definition in definitions {
            output.append(definition.id)
            definition.merged.append(to: &output)
        }
        // FNV-1a: only equality matters.
        return output.bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
