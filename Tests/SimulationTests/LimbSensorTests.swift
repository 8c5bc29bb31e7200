import Testing

@testable import Simulation

@Suite struct LimbSensorTests {
  private static func sensor(_ change: (inout LimbSensor) -> Void = { _ in }) -> LimbSensor {
    var random = Randomness(seed: 1, stream: 0)
    var sensor = LimbSensor(.adult(.ankle), random: &random)
    sensor.lever = 0.12
    sensor.inclination = 110 * Mathematics.degree
    sensor.axisTilt = 0
    sensor.coupling = 0
    sensor.mounting = .none
    change(&sensor)
    return sensor
  }

  private static func feel(
    _ sensor: LimbSensor, angle: Double = 0, speed: Double = 0, acceleration: Double = 0
  ) -> Vector {
    sensor.acceleration(
      angle: angle, speed: speed, angularAcceleration: acceleration, extra: ExtraMotion())
  }

  private static func length(_ v: Vector) -> Double {
    (v.x * v.x + v.y * v.y + v.z * v.z).squareRoot()
  }

  @Test("At rest it feels one g, however it lies", arguments: 1...20)
  func gravity(seed: UInt64) {
    var random = Randomness(seed: seed, stream: 0)
    var sensor = LimbSensor(.adult(.ankle), random: &random)
    sensor.axisTilt = random.uniform(-1.5...1.5)
    #expect(abs(Self.length(Self.feel(sensor, angle: 0.3)) - 1) < 1e-12)
  }

  @Test("Turning faster is felt along the motion, turning at all towards the joint")
  func lever() {
    let still = Self.feel(Self.sensor())
    let pushed = Self.feel(Self.sensor(), acceleration: 81.72)
    #expect(abs(pushed.x - still.x - 1) < 0.001)
    #expect(abs(pushed.y - still.y) < 1e-12)
    let turning = Self.feel(Self.sensor(), speed: 5)
    #expect(abs(turning.y - still.y - 0.12 * 25 / 9.80665) < 1e-12)
  }

  @Test("The limb's angle turns gravity by the same angle")
  func tilt() {
    let (before, after) = (Self.feel(Self.sensor()), Self.feel(Self.sensor(), angle: 0.2))
    let dot = before.x * after.x + before.y * after.y + before.z * after.z
    #expect(abs(dot - Mathematics.cos(0.2)) < 1e-12)
  }

  @Test("With the turning axis along gravity, no tilt is felt")
  func upright() {
    let sensor = Self.sensor { $0.axisTilt = Mathematics.pi / 2 }
    let (before, after) = (Self.feel(sensor), Self.feel(sensor, angle: 0.3))
    #expect(abs(before.x - after.x) < 1e-12 && abs(before.y - after.y) < 1e-12)
  }

  @Test("A kneecap slides: acceleration without tilt")
  func slides() {
    let sensor = Self.sensor { $0.slides = true }
    let still = Self.feel(sensor)
    let moved = Self.feel(sensor, angle: 0.3, speed: 5)
    #expect(moved == still)
    #expect(Self.feel(sensor, acceleration: 10).x > still.x)
  }

  @Test("Coupling shows a share of the motion aside")
  func coupling() {
    let sensor = Self.sensor { $0.coupling = 0.1 }
    let difference =
      Self.feel(sensor, acceleration: 81.72).z - Self.feel(sensor).z
    #expect(abs(difference - 0.1) < 0.001)
  }

  @Test("Mountings point everywhere")
  func mountings() {
    var random = Randomness(seed: 5, stream: 0)
    var sum = Vector.zero
    for _ in 0..<2_000 {
      let image = Rotation.any(&random)(Vector(x: 1, y: 0, z: 0))
      #expect(abs(Self.length(image) - 1) < 1e-12)
      sum = sum + image
    }
    #expect(Self.length(sum) / 2_000 < 0.05)
  }
}
