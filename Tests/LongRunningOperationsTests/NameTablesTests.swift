import Testing

@testable import LongRunningOperations

@Suite struct NameTablesTests {
    private func node(of name: String, in table: NameTables.Table, of tables: NameTables) -> Int32? {
        let key = NameKey(of: Array(name.utf8))
        let place = Int(table.start) + key.hash(multiplier: table.multiplier, shift: table.shift)
        let entry = tables.entries[Int(tables.places[place])]
        let isSame = entry.first == key.first && entry.last == key.last && UInt64(entry.length) == key.length
        return isSame ? entry.node : nil
    }

    @Test(arguments: [1, 2, 3, 10, 100, 400])
    func oneProbeFindsAName(count: Int) {
        var tables = NameTables()
        let names = (0..<count).map { "member\($0 * 7)" }
        let all = [names, names.map { "other\($0)" }]
            .map { names in
                (names, tables.add(names.enumerated().map { name($1, node: Int32($0)) }))
            }
        for (names, table) in all {
            for (index, name) in names.enumerated() {
                #expect(node(of: name, in: table, of: tables) == Int32(index))
            }
            for absent in ["", "member", "member1", "othermember1"] where !names.contains(absent) {
                #expect(node(of: absent, in: table, of: tables) == nil)
            }
        }
    }

    @Test func namesThatShareEveryHashHangBehindOneAnother() {
        var tables = NameTables()
        let names = (0..<50).map { "beginning\($0 % 10)\($0 / 10)ofit-end" }
        let table = tables.add(names.enumerated().map { name($1, node: Int32($0)) })
        let key = NameKey(of: Array(names[0].utf8))
        var place = tables.places[Int(table.start) + key.hash(multiplier: table.multiplier, shift: table.shift)]
        var found: [Int32] = []
        while place >= 0 {
            found.append(tables.entries[Int(place)].node)
            place = tables.entries[Int(place)].next
        }
        #expect(found == (0..<50).map { Int32($0) })
    }

    private func name(_ text: String, node: Int32) -> NameTables.Name {
        NameTables.Name(NameKey(of: Array(text.utf8)), start: 0, node: node)
    }
}
