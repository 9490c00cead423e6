/// The part of a file that one worker of a distributed engine converts: the lines whose first byte lies in it.
package struct ByteRange: Equatable, Sendable {
    package var lowerBound: Int
    /// Nothing means the end of the file.
    package var upperBound: Int?

    package init(from lowerBound: Int, to upperBound: Int?) {
        self.lowerBound = lowerBound
        self.upperBound = upperBound
    }
}
