extension MappingProblem {
    /// What kind of fault a mapping has.
    ///
    /// The words are stable; new ones may come.
    @nonexhaustive
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The file is longer than 1 MiB.
        case tooLong
        /// The file is not one JSON document.
        case notJSON
        /// The file begins with a byte order mark.
        case byteOrderMark
        /// The file is not UTF-8.
        case notUTF8
        /// Objects and lists are nested deeper than 64.
        case tooDeep
        /// The file has more than 2000 values.
        case tooMany
        /// An object has the same member twice.
        case duplicateMember
        /// A required member is not there.
        case missingMember
        /// The object has no such member.
        case unknownMember
        /// The value is of another JSON type than the member's.
        case wrongType
        /// A text is empty.
        case emptyText
        /// A list has no element.
        case emptyList
        /// A clause of a condition has no part.
        case emptyCondition
        /// A list that must not repeat itself does.
        case repeatedItem
        /// `format` is another number than 1.
        case unknownFormat
        /// An id is not of lower-case letters, digits and single hyphens.
        case badIdentifier
        /// `version` is not three numbers.
        case badVersion
        /// `shape` is not a lower-case letter followed by letters and digits.
        case badShapeName
        /// `reply` is neither `operation` nor `requestFailed`.
        case badReply
        /// A state, or the key of a word table, is not on the list.
        case badOutcome
        /// What must be a plain state is none.
        case badState
        /// An element of `formats` is not on the list.
        case badTimeFormat
        /// `zone` is not `Z` or an offset below 24 hours.
        case badZone
        /// A URL template is none.
        case badURL
        /// A path has an empty step or a broken search.
        case badPath
        /// A place has an empty step, a search, or `[]` before its end.
        case badPlace
        /// A rule's `diagnostic` is none that a rule may give.
        case badDiagnostic
        /// A path searches two arrays.
        case twoSearches
        /// `closed` stands in a `when`.
        case closedInWhen
        /// A word is empty once folded.
        case emptyWord
        /// A word has more than 64 bytes once folded.
        case wordTooLong
        /// A rule has `state` and also `at` or `words`.
        case wordsWithState
        /// A rule has neither `state` nor both `at` and `words`.
        case ruleWithoutOutcome
        /// An error source has neither `at` nor `code` nor `message`.
        case emptyErrorSource
        /// An error source has `at` and roles.
        case mixedErrorSource
        /// Two of the files have one id.
        case duplicateService
        /// `service` is not the name of the folder.
        case folderName
        /// `extends` names a mapping that is not known or cannot be used.
        case unknownParent
        /// A mapping extends itself, directly or through others.
        case extendsCycle
        /// There are no `references`.
        case noReferences
        /// There are no shapes.
        case noShapes
        /// Two shapes of the file have one name.
        case duplicateShape
        /// An operation has no `state` that could decide anything.
        case noState
        /// A `requestFailed` has a `state`.
        case stateInRequestFailed
        /// `words` stand without the `at` that they belong to.
        case wordsWithoutAt
        /// A word stands twice in one table.
        case duplicateWord
        /// A rule follows one that always holds when it does.
        case unreachableRule
        /// A `when` asks for the state member.
        case stateRequired
        /// Two members take paths of which one lies inside the other.
        case overlappingPaths
        /// A place of one shape lies on a path that another shape reads.
        case placeOnPath
        /// `detect` on an inherited shape stands without a `when` of its own.
        case detectWithoutWhen
        /// `epochSeconds` and `epochMilliseconds` stand together.
        case bothEpochs
        /// `local` stands without a `zone`.
        case localWithoutZone
        /// `absent` names a state that the mapping can say.
        case stateNotAbsent
        /// The mapping cannot say a state, and `absent` does not explain it.
        case stateNotReached
        /// A mapping that extends the one replaced by this file is no longer valid.
        case brokenHeir
    }
}
