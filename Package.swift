// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "swift-long-running-operations",
    products: [
        .library(name: "LongRunningOperations", targets: ["LongRunningOperations"]),
        .library(name: "LongRunningOperationsFoundation", targets: ["LongRunningOperationsFoundation"]),
        .library(name: "OperationCaptures", targets: ["OperationCaptures"]),
        .executable(name: "lro", targets: ["lro"]),
    ],
    targets: [
        .target(name: "CJSONKernels"),
        .target(name: "LongRunningOperations", dependencies: ["CJSONKernels"]),
        .target(name: "LongRunningOperationsFoundation", dependencies: ["LongRunningOperations"]),
        .target(name: "OperationCaptures", dependencies: ["LongRunningOperations", "CJSONKernels"]),
        .executableTarget(name: "lro", dependencies: ["OperationCaptures", "LongRunningOperations"]),
        .executableTarget(name: "generate-mappings", dependencies: ["LongRunningOperations", "OperationCaptures"]),
        .executableTarget(
            name: "operation-benchmarks",
            dependencies: ["LongRunningOperations", "OperationCaptures"],
            path: "Benchmarks/OperationBenchmarks"
        ),
        .testTarget(name: "CJSONKernelsTests", dependencies: ["CJSONKernels"]),
        .testTarget(
            name: "LongRunningOperationsTests",
            dependencies: ["LongRunningOperations", "OperationCaptures"]
        ),
        .testTarget(
            name: "LongRunningOperationsFoundationTests",
            dependencies: ["LongRunningOperationsFoundation", "LongRunningOperations"]
        ),
        .testTarget(name: "OperationCapturesTests", dependencies: ["OperationCaptures", "LongRunningOperations"]),
        .testTarget(name: "CommandTests", dependencies: ["lro"]),
    ]
)

for target in package.targets where target.name != "CJSONKernels" {
    target.swiftSettings = settings
}
