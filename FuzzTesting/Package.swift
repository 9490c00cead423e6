// swift-tools-version: 6.2

import PackageDescription

// The targets reach what has `package` access or less, so the library is built here as a part of this package: `Library`
// holds links to its sources, not copies.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // Of several `-sanitize` options the compiler heeds the last; with the address sanitizer alone no code tells what ran.
    .unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"]),
]

// libFuzzer brings `main`.
let fuzzing: [SwiftSetting] = settings + [.unsafeFlags(["-parse-as-library"])]

let package = Package(
    name: "fuzz-testing",
    targets: [
        .target(name: "CJSONKernels", path: "Library/CJSONKernels"),
        .target(
            name: "LongRunningOperations",
            dependencies: ["CJSONKernels"],
            path: "Library/LongRunningOperations",
            swiftSettings: settings
        ),
        .target(
            name: "OperationCaptures",
            dependencies: ["LongRunningOperations", "CJSONKernels"],
            path: "Library/OperationCaptures",
            swiftSettings: settings
        ),
        .target(name: "FuzzChecks", dependencies: ["LongRunningOperations"], swiftSettings: settings),
    ]
)

for name in ["FuzzWalker", "FuzzConverter", "FuzzLayouts", "FuzzFields", "FuzzMappings"] {
    package.targets.append(
        .executableTarget(
            name: name,
            dependencies: ["FuzzChecks", "LongRunningOperations", "CJSONKernels"],
            swiftSettings: fuzzing
        )
    )
}

for name in ["FuzzSplitters", "FuzzEnvelopes", "FuzzRedaction"] {
    package.targets.append(
        .executableTarget(
            name: name,
            dependencies: ["FuzzChecks", "LongRunningOperations", "OperationCaptures"],
            swiftSettings: fuzzing
        )
    )
}
