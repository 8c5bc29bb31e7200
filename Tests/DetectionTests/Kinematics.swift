import Findings
import Foundation
import Simulation

@testable import Detection

/// A limb that moves as told: no muscle and no reflex, only the joint's angle over time.
///
/// theta = stretch * (angle + swing * cos(phase)); the sensor at `lever` feels r theta'' and gravity.
struct Kinematics {
  /// Seconds of rest, then the stretch by `angle` degrees within `rise` seconds.
  var rest = 4.0
  var angle = 20.0
  var rise = 0.09
  /// How many beats, how fast in Hz, and half the peak-to-peak acceleration of each in g.
  var beats = 5
  var frequency = 6.0
  var amplitude = 0.4
  /// The first interval over the others, and the standard deviation of intervals over their mean.
  var firstInterval = 1.2
  var variation = 0.01
  /// Seconds by which beating begins after the stretch is over; nil: the stretch itself starts it.
  var delay: Double?
  /// After which beat there is a pause of so many seconds instead of an interval.
  var pause: (after: Int, seconds: Double)?
  /// Beats come in groups of so many, a pause of so many seconds between them.
  var groups: (beats: Int, seconds: Double)?
  /// A swing at twice the rate of the beats, over theirs: near 0.3 each beat shows twice.
  var secondSwing = 0.0
  /// The sizes of the swings before the beats, in turn.
  var sizes = [1.0]
  /// The interval before each beat, in s, where they are not alike.
  var intervals: [Double] = []
  /// How often the examiner loosens the joint by half its angle, up to half a second before the stretch.
  var pumps = 0
  /// Seconds from the stretch to the release, and how much is recorded after it.
  var hold = 5.0
  var after = 2.5
  /// Seconds that the release takes, and how much more briskly it ends than it begins: 1 is alike.
  var letGo = (seconds: 0.15, briskness: 1.0)
  /// A rhythm from the first sample to the last: Hz and half its peak-to-peak acceleration in g.
  var restRhythm: (frequency: Double, amplitude: Double)?
  /// Whether anything is stretched at all.
  var isStretched = true
  /// The sensor: samples a second, range and noise in g, distance from the joint in m.
  var rate = 200.0
  var range = 8.0
  var noise = 0.003
  var lever = 0.12
  /// Degrees from hanging to the lever's direction, and from the level to the turning axis.
  var inclination = 100.0
  var axisTilt = 5.0
  /// How the sensor lies on the limb: turns in degrees about x, then about z.
  var mounting = (roll: 30.0, yaw: 50.0)
  var seed: UInt64 = 1

  private static let gravity = 9.806_65

  /// When each beat is, in s: the dorsiflexion peaks after the stretch's own.
  var beatTimes: [Double] {
    var random = Randomness(seed: seed, stream: 31)
    var time = overshoot
    if let delay { time = rest + rise + delay }
    var times: [Double] = []
    for number in 0..<beats {
      var interval = (1 + variation * random.normal()) / frequency
      if number == 0 { interval *= firstInterval }
      if number < intervals.count { interval = intervals[number] }
      if let pause, number == pause.after { interval = pause.seconds }
      if let groups, number > 0, number % groups.beats == 0 { interval = groups.seconds }
      time += interval
      times.append(time)
    }
    return times
  }

  /// The stretch's own turning point.
  private var overshoot: Double { rest + rise + 0.02 }

  private static func minimumJerk(_ u: Double) -> Double {
    let v = max(0, min(1, u))
    return v * v * v * (10 - 15 * v + 6 * v * v)
  }

  /// The joint's angle in rad.
  private func theta(at time: Double, peaks: [Double], release: Double) -> Double {
    guard isStretched else { return 0 }
    let held =
      Self.minimumJerk((time - rest) / rise)
      - Self.minimumJerk(pow(max(0, time - release) / letGo.seconds, letGo.briskness))
    return held * (angle * .pi / 180 + swing * beating(at: time, peaks: peaks))
      + pumping(at: time)
  }

  private static let pumpsASecond = 2.2

  /// The joint's angle in rad while it is loosened.
  private func pumping(at time: Double) -> Double {
    let turns = (time - rest + 0.5) * Self.pumpsASecond + Double(pumps)
    guard turns > 0, turns < Double(pumps) else { return 0 }
    return angle / 2 * .pi / 180 * (1 - cos(2 * .pi * turns)) / 2
  }

  /// Where the limb is within its swing: 1 is most dorsiflexed.
  ///
  /// It beats by a cosine from peak to peak. Where it stops or starts, the phase does so within
  /// three tenths of a cycle, near the peak: the gentlest end that leaves no return behind it.
  private func beating(at time: Double, peaks: [Double]) -> Double {
    guard let first = peaks.first, let last = peaks.last else { return 0 }
    let period = 1 / frequency
    if time >= last { return wave(Self.stopping((time - last) / period)) }
    var start = delay == nil ? overshoot : first - 20 * period
    guard time > start else { return wave(0) }
    for peak in peaks where time >= peak { start = peak }
    let number = peaks.firstIndex { $0 > time } ?? peaks.count - 1
    let end = peaks[number]
    let size = sizes[number % sizes.count]
    guard end - start > 2.5 * period else { return wave((time - start) / (end - start), size) }
    return time < end - period
      ? wave(Self.stopping((time - start) / period))
      : wave(Self.starting((time - end) / period + 1))
  }

  /// What a swing of this size shows after so many cycles, in parts of half the swing of one of size 1.
  private func wave(_ cycles: Double, _ size: Double = 1) -> Double {
    let turn = 2 * .pi * cycles
    return 1 + size * (cos(turn) - 1 + secondSwing * (cos(2 * turn + 3.2) - cos(3.2)))
  }

  private static let ramp = 0.3

  private static func stopping(_ cycles: Double) -> Double {
    let u = min(cycles, ramp)
    return u - u * u / (2 * ramp)
  }

  private static func starting(_ cycles: Double) -> Double {
    let u = min(cycles, ramp)
    return ramp / 2 + u * u / (2 * ramp) + max(0, cycles - ramp)
  }

  /// Half the swing of the joint in rad that `amplitude` belongs to.
  private var swing: Double {
    let w = 2 * .pi * frequency
    return amplitude * Self.gravity / (lever * w * w)
  }

  /// The samples of the exam.
  var samples: [Sample] {
    var random = Randomness(seed: seed, stream: 32)
    let peaks = beatTimes
    let release = rest + hold
    let count = Int((rest + hold + after) * rate)
    return (0..<count).map { i in
      let time = Double(i) / rate
      func angle(_ t: Double) -> Double { theta(at: t, peaks: peaks, release: release) }
      let h = 0.000_2
      let (before, now, next) = (angle(time - h), angle(time), angle(time + h))
      let speed = (next - before) / (2 * h)
      let turning = (next - 2 * now + before) / (h * h)
      var along = lever * turning / Self.gravity
      if let restRhythm {
        along += restRhythm.amplitude * sin(2 * .pi * restRhythm.frequency * time)
      }
      let leaning = inclination * .pi / 180 + now
      let level = cos(axisTilt * .pi / 180)
      return sensed(
        x: along + level * sin(leaning),
        y: lever * speed * speed / Self.gravity + level * cos(leaning),
        z: sin(axisTilt * .pi / 180), random: &random)
    }
  }

  private func sensed(x: Double, y: Double, z: Double, random: inout Randomness) -> Sample {
    let (roll, yaw) = (mounting.roll * .pi / 180, mounting.yaw * .pi / 180)
    let (ry, rz) = (y * cos(roll) - z * sin(roll), y * sin(roll) + z * cos(roll))
    let (rx, fy) = (x * cos(yaw) - ry * sin(yaw), x * sin(yaw) + ry * cos(yaw))
    var flags: SampleFlags = []
    func axis(_ value: Double) -> Gravities {
      let noisy = value + noise * random.normal()
      if abs(noisy) >= range { flags.insert(.clipped) }
      let counts = (max(-range, min(range, noisy)) / 0.004).rounded()
      return Gravities(q20: Int32((counts * 0.004 * 0x1p20).rounded()))
    }
    let (ax, ay, az) = (axis(rx), axis(fy), axis(rz))
    return Sample(Acceleration(x: ax, y: ay, z: az), flags: flags)
  }
}
