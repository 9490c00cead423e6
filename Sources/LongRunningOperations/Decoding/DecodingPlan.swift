import Synchronization

/// The compiled mappings of the services that a decoder may meet: one, or the candidates among which a body decides.
///
/// All candidates share one trie of documents, so that one walk fills the slots of every one of them; asking which of them
/// claims the document then costs no second look at it. Immutable once made.
package final class DecodingPlan: Sendable {
    /// What decoding needs of a mapping beside its compiled form.
    package struct Definition: Sendable {
        package var id: String
        package var version: String
        package var isFamily: Bool
        fileprivate var ancestors: [String]
    }

    nonisolated(unsafe) private let storage: PlanStorage
    nonisolated(unsafe) let trie: PathTrie
    nonisolated(unsafe) let services: UnsafePointer<ServicePlan>
    package let serviceCount: Int
    package let definitions: [Definition]
    private let catalog: MappingCatalog
    /// For each service, which services extend it.
    nonisolated(unsafe) let heirs: UnsafePointer<PlanRange>
    nonisolated(unsafe) let heirLists: UnsafePointer<Int32>
    /// Whether bodies decide which service they are of.
    let detects: Bool
    /// The texts of the URL templates, service by service.
    private let urlTexts: [[String]]
    private let madeTemplates = Mutex<URLTemplates?>(nil)

    /// Compiles services of a catalog.
    ///
    /// One service is taken as it is; several, or none for the whole catalog, are candidates for detection.
    ///
    /// - Throws: `unknownService` where the catalog lacks one of them.
    package init(catalog: MappingCatalog, services ids: [ServiceIdentifier]) throws(OperationDecodingError) {
        let names = ids.isEmpty ? catalog.ids : ids.map(\.rawValue)
        let storage = PlanStorage()
        var definitions: [Definition] = []
        var builder = PathTrieBuilder()
        var plans: [ServicePlan] = []
        var watched: Set<Int32> = []
        var urlTexts: [[String]] = []
        // One mapping after the other is read, compiled and let go, so that the next one finds its memory.
        var parents: [String: MappingDefinition] = [:]
        for name in names where !definitions.contains(where: { $0.id.hasSameBytes(as: name) }) {
            guard let definition = catalog.definition(name, withNotes: false, parents: &parents) else {
                throw OperationDecodingError(
                    code: .unknownService,
                    message: "there is no mapping with the id \"\(name)\"; ask the catalog for its services",
                    service: ServiceIdentifier(name)
                )
            }
            urlTexts.append(definition.urls)
            var compiler = PlanCompiler(definition)
            plans.append(compiler.compile(into: &builder, watched: &watched, storage: storage))
            definitions.append(
                Definition(
                    id: definition.id,
                    version: definition.version,
                    isFamily: definition.isFamily,
                    ancestors: definition.ancestors
                )
            )
        }
        self.catalog = catalog
        self.definitions = definitions
        self.urlTexts = urlTexts
        detects = ids.count != 1
        self.storage = storage
        trie = builder.frozen(in: storage, watched: watched)
        services = storage.store(plans)
        serviceCount = plans.count
        (heirs, heirLists) = Self.heirs(among: definitions, in: storage)
    }

    /// The URL templates, read when the first URL is met: most logs have none.
    var urlTemplates: URLTemplates {
        madeTemplates.withLock { made in
            if let made { return made }
            let templates = URLTemplates(urlTexts)
            made = templates
            return templates
        }
    }

    /// For each service a range of a list of those that extend it.
    private static func heirs(
        among definitions: [Definition],
        in storage: PlanStorage
    ) -> (ranges: UnsafePointer<PlanRange>, lists: UnsafePointer<Int32>) {
        let indices = Dictionary(zip(definitions.map(\.id), definitions.indices)) { first, _ in first }
        var heirs: [[Int32]] = Array(repeating: [], count: definitions.count)
        for (index, definition) in definitions.enumerated() {
            for ancestor in definition.ancestors {
                if let place = indices[ancestor] { heirs[place].append(Int32(index)) }
            }
        }
        var ranges: [PlanRange] = []
        var lists: [Int32] = []
        for heirs in heirs {
            ranges.append(PlanRange(start: Int32(lists.count), count: Int32(heirs.count)))
            lists += heirs
        }
        return (storage.store(ranges), storage.store(lists))
    }

    /// The index of a service, or nil.
    package func index(of service: ServiceIdentifier) -> Int? {
        definitions.firstIndex { $0.id.hasSameBytes(as: service.rawValue) }
    }

    /// The mappings in full, read again: what the plan was compiled from.
    package var mappings: [MappingDefinition] {
        catalog.definitions(definitions.map(\.id))
    }

    /// A number that changes when a mapping that takes part changes.
    package var digest: UInt64 {
        var output = OutputBuffer(capacity: 1 << 16)
        for definition in mappings {
            output.append(definition.id)
            definition.merged.append(to: &output)
        }
        // FNV-1a: only equality matters.
        return output.bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
