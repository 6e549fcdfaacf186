// swift-tools-version: 6.2
import PackageDescription

let strictSettings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// `scripts/fuzz` sets this; the normal build knows nothing of it.
let isFuzzing = Context.environment["TTHC_FUZZ"] == "1"
let fuzzFlags = ["-sanitize=fuzzer,address", "-enable-testing", "-parse-as-library"]
let fuzzedSettings: [SwiftSetting] = strictSettings + (isFuzzing ? [.unsafeFlags(fuzzFlags)] : [])

let package = Package(
  name: "tthc-shell",
  products: [
    .executable(name: "tthc-shell", targets: ["tthc-shell"]),
    .library(name: "QueryLang", targets: ["QueryLang"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
  ],
  targets: [
    .target(name: "CLibEdit", linkerSettings: [.linkedLibrary("edit")]),
    .target(
      name: "QueryLang",
      dependencies: [.product(name: "OrderedCollections", package: "swift-collections")],
      swiftSettings: fuzzedSettings),
    .target(name: "ClickHouseClient", dependencies: ["QueryLang"], swiftSettings: strictSettings),
    .executableTarget(
      name: "tthc-shell",
      dependencies: [
        "CLibEdit", "ClickHouseClient", "QueryLang",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strictSettings),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strictSettings),
    .testTarget(
      name: "QueryLangTests", dependencies: ["QueryLang", "TestSupport"], exclude: ["Golden/cases"],
      swiftSettings: strictSettings),
    .testTarget(
      name: "ClusterTests", dependencies: ["ClickHouseClient", "QueryLang", "TestSupport", "tthc-shell"],
      swiftSettings: strictSettings),
    .testTarget(
      name: "ShellTests",
      dependencies: [
        "tthc-shell", "QueryLang", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strictSettings),
  ],
  swiftLanguageModes: [.v6]
)

if isFuzzing {
  package.products.append(.executable(name: "fuzz-querylang", targets: ["fuzz-querylang"]))
  package.targets.append(
    .executableTarget(
      name: "fuzz-querylang", dependencies: ["QueryLang"], path: "Fuzz", exclude: ["querylang.dict"],
      swiftSettings: fuzzedSettings,
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]))
}
