/// Finds the word that somebody may have meant.
///
/// The distance between two words is the number of letters that are missing, too many, wrong or swapped with their
/// neighbour. A word is suggested if the distance is at most a third of its length, or if what was typed begins it.
enum Suggestion {
    /// The nearest of the words, the first of several that are equally near.
    static func nearest(to typed: some Sequence<UInt8>, among words: [String]) -> String? {
        let typed = Array(typed.prefix(64))
        guard !typed.isEmpty else { return nil }
        var best: (word: String, distance: Int)?
        for word in words {
            let letters = Array(word.utf8)
            let isBeginning = typed.count >= 2 && letters.starts(with: typed)
            let distance = isBeginning ? 1 : distance(typed, letters)
            guard distance <= max(1, letters.count / 3), distance < letters.count else { continue }
            if distance < best?.distance ?? Int.max {
                best = (word, distance)
            }
        }
        return best?.word
    }

    /// The optimal string alignment distance.
    static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for (row, letter) in first.enumerated() {
            var current = [row + 1]
            for (column, other) in second.enumerated() {
                var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == second[column - 1], other == first[row - 1] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[second.count]
    }
}
