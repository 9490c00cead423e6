import LongRunningOperations
import Testing

struct EntityTagTests {
    @Test(arguments: try HTTPFieldVectors.load().entityTag)
    func vectors(_ vector: HTTPFieldVectors.Field) {
        let expected: [String: EntityTag.Strength] = ["strong": .strong, "weak": .weak]
        let strength = Array(vector.input.utf8).withUnsafeBytes { EntityTag.strength(of: $0) }
        #expect(strength == expected[vector.kind])
        #expect(expected[vector.kind] != nil || vector.kind == "invalid")
    }

    @Test(arguments: try HTTPFieldVectors.load().entityTagComparison)
    func comparisons(_ vector: HTTPFieldVectors.Comparison) {
        for (left, right) in [(vector.a, vector.b), (vector.b, vector.a)] {
            Array(left.utf8)
                .withUnsafeBytes { left in
                    Array(right.utf8)
                        .withUnsafeBytes { right in
                            #expect(EntityTag.matchesStrongly(left, right) == vector.strong)
                            #expect(EntityTag.matchesWeakly(left, right) == vector.weak)
                        }
                }
        }
    }

    @Test(arguments: try HTTPFieldVectors.load().ifNoneMatch)
    func lists(_ vector: HTTPFieldVectors.Condition) {
        #expect(tags(in: vector.input) == vector.tags)
        #expect((vector.input == "*") == (vector.matchesAny ?? false))
    }

    @Test func vectorsAreAllThere() throws {
        let vectors = try HTTPFieldVectors.load()
        #expect(vectors.entityTag.count == 27)
        #expect(vectors.entityTagComparison.count == 4)
        #expect(vectors.ifNoneMatch.count == 3)
    }

    @Test(arguments: ["\"a\" \"b\"", "\"a\", b", "\"a", "\"a\", \"b", "a\"b\""])
    func listsOfAnythingElseAreNone(_ text: String) {
        #expect(tags(in: text) == nil)
    }

    @Test func whatIsNoTagMatchesNothing() {
        Array("a".utf8)
            .withUnsafeBytes { tag in
                #expect(!EntityTag.matchesStrongly(tag, tag))
                #expect(!EntityTag.matchesWeakly(tag, tag))
            }
    }

    private func tags(in text: String) -> [String]? {
        Array(text.utf8)
            .withUnsafeBytes { bytes in
                EntityTag.tags(in: bytes)?.map { String(decoding: bytes[$0], as: UTF8.self) }
            }
    }
}
