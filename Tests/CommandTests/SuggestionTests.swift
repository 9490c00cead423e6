import Testing

@testable import lro

struct SuggestionTests {
    private static let names = ConvertOptions.description.options.map(\.name)

    @Test(
        arguments: [
            ("servce", "service"), ("serivce", "service"), ("services", "service"), ("srevice", "service"),
            ("max-reject", "max-rejects"), ("maxrejects", "max-rejects"), ("quite", "quiet"), ("prov", "provenance"),
            ("fail_on_unknown", "fail-on-unknown"), ("no-progres", "no-progress"), ("hlep", "help"),
        ]
    )
    func findsWhatWasMeant(typed: String, meant: String) {
        #expect(Suggestion.nearest(to: typed.utf8, among: Self.names) == meant)
    }

    @Test(arguments: ["", "x", "zzzzzz", "colour", "\u{1B}[31m"])
    func staysSilentOnAnythingElse(typed: String) {
        #expect(Suggestion.nearest(to: typed.utf8, among: Self.names) == nil)
    }

    @Test
    func findsEveryNameWithOneLetterMissing() {
        for name in Self.names where name.utf8.count > 3 {
            for index in name.indices {
                var typed = name
                typed.remove(at: index)
                let nearest = Suggestion.nearest(to: typed.utf8, among: Self.names)
                // Another name may be as near: a letter less in one can be a letter more in the other.
                let isAsNear = nearest.map { Suggestion.distance(Array(typed.utf8), Array($0.utf8)) <= 1 } ?? false
                #expect(isAsNear || nearest.map { $0.hasPrefix(typed) } ?? false, "\(typed)")
            }
        }
    }

    @Test
    func takesNoTimeOverLongText() {
        let typed = Array(repeating: UInt8(ascii: "a"), count: 1 << 20)
        #expect(Suggestion.nearest(to: typed, among: Self.names) == nil)
    }
}
