public import LongRunningOperations

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension OperationDecodingError: LocalizedError {
    /// What is wrong and what to do, in English, for who shows `localizedDescription`.
    public var errorDescription: String? { message }
}
