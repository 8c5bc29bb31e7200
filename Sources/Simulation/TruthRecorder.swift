import Findings

/// Watches the joint and writes down what is true.
///
/// A beat is a turning point in the direction of the stretch whose cycle swings by at least the floor
/// of EXAM.md in acceleration along the motion, free of noise and of gravity: from the highest since
/// the turning point before to the lowest around this one.
struct TruthRecorder: Sendable {
  /// 0.16 g peak to peak.
  private static let floor = 0.16
  private static let endGap = Microseconds.seconds(1)
  private static let holdLimit = Microseconds.seconds(20)
  private static let leastStretch = 2 * Mathematics.degree

  /// What the joint does at one instant: rad, rad/s, g.
  struct Instant {
    var seconds = 0.0
    var angle = 0.0
    var speed = 0.0
    var dynamic = 0.0
  }

  private(set) var truth: Truth
  private var last = Instant()
  private var isWatching: Bool
  /// The stretch's own turning point is still to come. A limb that trembled or beat already turns
  /// before the push has moved it: that is not it.
  private var isStretching = false
  private var largestSpeed = 0.0
  private var startAngle = 0.0
  /// The highest since the last peak and the lowest since the last trough, in g.
  private var highest = -Double.infinity
  private var lowest = Double.infinity
  /// A peak whose cycle is not over: its time and the highest before it.
  private var pending: (seconds: Double, highest: Double)?
  /// The train after the present stretch is over.
  private var isOver = false

  init(kind: ExamKind) {
    truth = Truth(kind: kind)
    isWatching = kind == .spontaneous
  }

  /// The last beat of the train that runs, or the stretch where there is none yet.
  var lastEvent: Microseconds? {
    guard let stretch = truth.stretches.last else { return nil }
    return stretch.beats.last?.time ?? stretch.time
  }

  mutating func stretch(at seconds: Double) {
    guard truth.kind == .stretch else { return }
    truth.stretches.append(TrueStretch(time: Self.time(seconds)))
    isWatching = true
    isStretching = true
    isOver = false
    largestSpeed = 0
    startAngle = last.angle
    pending = nil
  }

  mutating func release(at seconds: Double) {
    guard truth.kind == .stretch, isWatching else { return }
    finishPeak()
    isWatching = false
    truth.stretches[truth.stretches.count - 1].release = Self.time(seconds)
  }

  mutating func observe(_ now: Instant) {
    defer { last = now }
    guard isWatching else { return }
    largestSpeed = max(largestSpeed, now.speed)
    highest = max(highest, now.dynamic)
    lowest = min(lowest, now.dynamic)
    if last.speed > 0, now.speed <= 0 {
      let share = last.speed / (last.speed - now.speed)
      peak(at: last.seconds + share * (now.seconds - last.seconds), angle: now.angle)
      highest = now.dynamic
    } else if last.speed < 0, now.speed >= 0 {
      finishPeak()
      lowest = now.dynamic
    }
  }

  private mutating func peak(at seconds: Double, angle: Double) {
    if isStretching {
      guard angle - startAngle >= Self.leastStretch else { return }
      isStretching = false
      let index = truth.stretches.count - 1
      let time = Self.time(seconds)
      truth.stretches[index].duration = time - truth.stretches[index].time
      truth.stretches[index].angle = Centidegrees(
        Int32(Mathematics.nearest((angle - startAngle) / Mathematics.degree * 100)))
      truth.stretches[index].speed = DegreesPerSecond(
        Int32(Mathematics.nearest(largestSpeed / Mathematics.degree)))
    } else {
      pending = (seconds, highest)
    }
  }

  private mutating func finishPeak() {
    guard let peak = pending else { return }
    pending = nil
    let swing = peak.highest - lowest
    guard swing >= Self.floor else { return }
    add(
      Beat(
        time: Self.time(peak.seconds),
        amplitude: Gravities(q20: Int32(Mathematics.nearest(swing / 2 * 1_048_576)))))
  }

  private mutating func add(_ beat: Beat) {
    if truth.kind == .spontaneous {
      let index = truth.episodes.count - 1
      if index >= 0, let before = truth.episodes[index].last,
        beat.time - before.time < Self.endGap
      {
        truth.episodes[index].append(beat)
      } else {
        truth.episodes.append([beat])
      }
      return
    }
    let index = truth.stretches.count - 1
    let before = truth.stretches[index].beats.last
    if let before, beat.time - before.time >= Self.endGap { isOver = true }
    if beat.time - truth.stretches[index].time > Self.holdLimit { isOver = true }
    if !isOver { truth.stretches[index].beats.append(beat) }
  }

  private static func time(_ seconds: Double) -> Microseconds {
    Microseconds(Mathematics.nearest(seconds * 1_000_000))
  }
}
