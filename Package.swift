// swift-tools-version:6.2
import PackageDescription

// Embedded Swift is chosen by the SDK's toolset, never here: see image/sdk.
let strict: [SwiftSetting] = [
  .enableExperimentalFeature("Lifetimes"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  // A quarter less code than -O, and an exam takes as long. Without the object outliner: in Embedded
  // Swift 6.3 two modules give constant arrays of one function the same names in another order, and
  // the linker mixes them up. Without copies of functions for each closure that they are given.
  .unsafeFlags(
    [
      "-Osize", "-Xllvm", "-sil-disable-pass=object-outliner",
      "-Xllvm", "-sil-disable-pass=closure-specialize",
    ],
    .when(configuration: .release)),
]

/// A tenth less code: nothing is copied into its callers, but in Detection, where every sample passes.
let small: [SwiftSetting] = [
  .unsafeFlags(["-Xllvm", "-sil-disable-pass=inline"], .when(configuration: .release))
]

/// A room of the house: its sources are in `path`, its tests in Tests/<name>Tests.
func room(
  _ name: String, knows: [Target.Dependency], path: String? = nil, with more: [SwiftSetting] = small
) -> Target {
  .target(name: name, dependencies: knows, path: path, swiftSettings: strict + more)
}

func tests(_ name: String, alsoKnow: [Target.Dependency] = []) -> Target {
  let knows = Set(["Findings", name]).sorted().map { Target.Dependency(stringLiteral: $0) }
  return .testTarget(name: "\(name)Tests", dependencies: knows + alsoKnow, swiftSettings: strict)
}

let package = Package(
  name: "clonus",
  products: [.executable(name: "clonus", targets: ["Clonus"])],
  targets: [
    room("Findings", knows: []),
    room("Detection", knows: ["Findings"], with: [.enableExperimentalFeature("RawLayout")]),
    room("Sensing", knows: ["Findings"]),
    room("Recording", knows: ["Findings"]),
    room("Feedback", knows: ["Findings"]),
    room("Exam", knows: ["Findings", "Detection", "Sensing", "Recording", "Feedback"]),
    room("Board", knows: ["Findings"], path: "Board"),
    .target(name: "CLinux"),
    room(
      "Linux", knows: ["Findings", "Sensing", "Recording", "Feedback", "Exam", "Board", "CLinux"]),
    room("Simulation", knows: ["Findings", "Sensing", "Recording", "Feedback", "Exam"]),
    .executableTarget(
      name: "Clonus",
      dependencies: [
        "Findings", "Detection", "Sensing", "Recording", "Feedback", "Exam", "Board", "Linux",
        "Simulation",
      ],
      swiftSettings: strict + small),
    // Printed by the machines under test, and by the host's tests: Tests/Conformance.
    room(
      "ConformanceVectors",
      knows: ["Findings", "Detection", "Sensing", "Recording", "Feedback", "Simulation"],
      path: "Tests/Conformance/Vectors"),
    .executableTarget(
      name: "conformance", dependencies: ["ConformanceVectors", "Linux"],
      path: "Tests/Conformance/Program", swiftSettings: strict),
    // What `make bench` counts: Tests/Bench.
    .target(name: "BenchMarks", path: "Tests/Bench/Marks"),
    .executableTarget(
      name: "bench", dependencies: ["BenchMarks", "Findings", "Detection", "Exam", "Simulation"],
      path: "Tests/Bench/Program", swiftSettings: strict),
    // When the detection tells what, for the evaluation: Tests/Evaluate/promptness.py.
    .executableTarget(
      name: "events", dependencies: ["Findings", "Detection", "Recording", "Exam", "Linux"],
      path: "Tests/Evaluate/Events", swiftSettings: strict),
    .testTarget(
      name: "ConformanceTests", dependencies: ["ConformanceVectors"], swiftSettings: strict),
    tests("Findings", alsoKnow: ["Simulation"]),
    tests("Detection", alsoKnow: ["Recording", "Simulation"]),
    tests("Sensing", alsoKnow: ["Simulation"]),
    tests("Recording", alsoKnow: ["Simulation"]),
    tests("Feedback"),
    tests("Exam", alsoKnow: ["Detection", "Sensing", "Recording", "Feedback", "Simulation"]),
    tests("Board"),
    tests(
      "Linux", alsoKnow: ["Sensing", "Recording", "Feedback", "Exam", "Board", "Simulation"]),
    tests("Simulation", alsoKnow: ["Sensing", "Recording", "Exam", "Detection"]),
  ]
)
