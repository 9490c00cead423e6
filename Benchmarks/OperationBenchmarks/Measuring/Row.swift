/// One thing that is measured: a body that reads a corpus once.
struct Row {
    var name: String
    var corpus: Corpus
    var run: () -> Void
}
