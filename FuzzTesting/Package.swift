// swift-tools-version: 6.2

import PackageDescription

// The targets reach what has `package` access, so the library is built here as a part of this package: `Library` holds
// links to its sources, not copies.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // Of several `-sanitize` options the compiler heeds the last; with the address sanitizer alone no code tells what ran.
    .unsafeFlags(["-sanitize=fuzzer,address"]),
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
        .executableTarget(name: "FuzzConverter", dependencies: ["LongRunningOperations"], swiftSettings: fuzzing),
        .executableTarget(name: "FuzzFields", dependencies: ["LongRunningOperations"], swiftSettings: fuzzing),
        .executableTarget(name: "FuzzMappings", dependencies: ["LongRunningOperations"], swiftSettings: fuzzing),
    ]
)
