// swift-tools-version: 6.2
import PackageDescription

let strictSettings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

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
      swiftSettings: strictSettings),
    .executableTarget(
      name: "tthc-shell",
      dependencies: [
        "CLibEdit", "QueryLang",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strictSettings),
    .testTarget(
      name: "QueryLangTests", dependencies: ["QueryLang"], exclude: ["Golden/cases"], swiftSettings: strictSettings),
    .testTarget(name: "ShellTests", dependencies: ["tthc-shell", "QueryLang"], swiftSettings: strictSettings),
  ],
  swiftLanguageModes: [.v6]
)
