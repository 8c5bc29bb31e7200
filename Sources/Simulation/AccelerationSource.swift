/// What a simulated chip feels.
public protocol AccelerationSource: Sendable {
  /// The acceleration at a time in s, in g, in the sensor's axes. Time never goes back.
  mutating func acceleration(at time: Double) -> Vector
}

extension SimulatedWorld: AccelerationSource {}

/// A sensor that lies on the table.
public struct StillSource: AccelerationSource {
  /// What it feels, in g.
  public var value: Vector

  /// Makes a source that always says the same: by default gravity along z.
  public init(_ value: Vector = Vector(x: 0, y: 0, z: 1)) { self.value = value }

  public func acceleration(at time: Double) -> Vector { value }
}
