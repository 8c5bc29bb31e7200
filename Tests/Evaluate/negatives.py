"""Motion that is not clonus: after a stretch, before it, or without one."""

import numpy as np

import physics
from bedside import Bedside
from physics import FINE_HZ, GRAVITY
from truth import absent, other, refused

RHYTHM = ("rhythm_at_rest", "movement", "voluntary", "not_at_rest")
UNREST = ("movement", "not_at_rest", "twitches", "voluntary", "rhythm_at_rest")


def held(rng, site="ankle", hold=None, **stretch):
    """A stretch that nothing answers, held."""
    bed = Bedside(rng, site)
    hold = hold or rng.uniform(4.5, 8)
    bed.resize(bed.rest + hold + 3.5)
    bed.stretch(hold, **stretch)
    return bed


def way(bed, amplitude_g, hz):
    """The amplitude of the path that gives this one of the acceleration."""
    return amplitude_g * GRAVITY / bed.lever / (2 * np.pi * hz) ** 2


def pulses(rng, times, moments, span, size):
    """Jolts in g at some moments: a half sine, and one of half the size and twice the length
    against it, so that no speed is left."""
    course = np.zeros(len(times))
    for moment in moments:
        width, top = rng.uniform(*span), rng.choice([-1, 1]) * rng.uniform(*size)
        there = np.clip((times - moment) / width, 0, 1)
        back = np.clip((times - moment - width) / (2 * width), 0, 1)
        course += top * (np.sin(np.pi * there) - 0.5 * np.sin(np.pi * back))
    return course


# The examiner's part

def trembling_hand(rng):
    """The holding hand's own tremor, in all directions, from the hold to the release."""
    bed = held(rng, str(rng.choice(["ankle", "wrist"])))
    hz, size = rng.uniform(6, 11), rng.uniform(0.01, 0.12)
    gate = bed.window(bed.begun + bed.span, bed.released, 0.15)
    bed.tremble(0.8 * size, hz, rng.uniform(0.04, 0.08), rng.uniform(0.25, 0.5), gate)
    for _ in range(2):
        wave = physics.rhythm(rng, bed.times, hz * rng.uniform(0.95, 1.05), 0.06, 0.4) * gate
        bed.shake += np.outer(0.6 * size * wave, bed.direction())
    truth = absent(None, "movement", "vibration", "rhythm_at_rest", "voluntary", "twitches")
    if size > 0.05:
        truth.verdicts = ("absent", "indeterminate")
    return bed.exam(truth, note=f"{size:.3f} g at {hz:.1f} Hz")


def catch(rng):
    """The stretch meets a catch: it stops half way, gives a little, and goes on slowly."""
    bed = held(rng)
    size = bed.size
    bed.course[:] = 0
    part = rng.uniform(0.4, 0.65)
    over = bed.stretch(
        bed.released - bed.begun, at=bed.begun, size=part * size, span=bed.span * 0.7,
        ring=(rng.uniform(7, 9), rng.uniform(0.25, 0.4)))
    creep = physics.minimum_jerk((bed.times - over - 0.15) / rng.uniform(0.5, 1.0))
    creep *= 1 - physics.minimum_jerk((bed.times - bed.released) / 0.25)
    bed.handled += (1 - part) * size * creep
    return bed.exam(absent())


def pumping(rng):
    """The examiner pumps the foot."""
    bed = held(rng)
    hz = rng.uniform(1, 2.6)
    gate = bed.window(bed.begun - rng.choice([0, 1.5]), bed.released, 0.2)
    turn = np.radians(rng.uniform(6, 15)) * physics.rhythm(rng, bed.times, hz, 0.05)
    bed.course[:] = 0
    bed.handled += turn * gate
    return bed.exam(other("movement", "voluntary", None, "no_stretch", "slow_stretch",
                          "not_at_rest", "short_hold", "slowing_jerks"))


def knock(rng):
    """The bed is knocked, before or after the stretch."""
    bed = held(rng)
    for moment in rng.uniform(bed.begun + 0.6, bed.released - 0.4, int(rng.integers(1, 4))):
        after = np.clip(bed.times - moment, 0, None)
        ring = np.exp(-after / rng.uniform(0.03, 0.08))
        ring *= np.sin(2 * np.pi * rng.uniform(9, 25) * after)
        bed.shake += np.outer(rng.uniform(0.2, 0.8) * ring, bed.direction())
    return bed.exam(absent(None, "movement", "twitches", "vibration"))


def tapping(rng):
    """Someone drums on the bed while the stretch is held: short broad impulses."""
    bed = held(rng)
    step = 1 / rng.uniform(1.5, 6)
    count = int((bed.released - bed.begun - 0.8) / step)
    moments = bed.begun + 0.5 + np.cumsum(step * (1 + 0.08 * rng.normal(size=count)))
    jolts = pulses(rng, bed.times, moments, (0.01, 0.04), (0.2, 0.6))
    bed.shake += np.outer(jolts, bed.direction())
    return bed.exam(other("vibration", "movement", "voluntary", "twitches", None))


def slipping(rng):
    """The strap gives way at the stretch: the sensor turns on the skin, with a rattle."""
    bed = held(rng)
    axis, angle = bed.direction(), np.radians(rng.uniform(5, 20))
    moment = bed.begun + bed.span * rng.uniform(0.5, 1.2)
    hz, decay, size = rng.uniform(15, 60), rng.uniform(0.03, 0.1), rng.uniform(0.3, 1.2)

    def loose(times, force):
        after = np.clip(times - moment, 0, None)
        ring = size * np.exp(-after / decay) * np.sin(2 * np.pi * hz * after) * (times >= moment)
        turned = force @ physics.small_turn(axis, angle).T
        share = physics.minimum_jerk((times - moment) / 0.04)[:, None]
        return force * (1 - share) + turned * share + np.outer(ring, axis)

    bed.loose = loose
    return bed.exam(other("loose_strap", "vibration", None))


def nothing(rng):
    """No stretch at all: at most a hand laid on the limb."""
    bed = Bedside(rng, "ankle", rng.uniform(10, 16))
    noise = physics.band_noise(rng, len(bed.times), 0.2, 2)
    bed.handled += np.radians(rng.uniform(0, 0.8)) * noise * bed.window(3, 8, 0.5)
    return bed.exam(refused("no_stretch"))


# Rhythms of the patient's own

def tremor(low_hz, high_hz, low_g, high_g, waxing=0.15):
    """A tremor before, during and after the stretch."""
    def make(rng):
        bed = held(rng, str(rng.choice(["ankle", "wrist"])))
        hz = rng.uniform(low_hz, high_hz)
        size = float(np.exp(rng.uniform(np.log(low_g), np.log(high_g))))
        bed.tremble(size, hz, rng.uniform(0.03, 0.06), waxing)
        reasons = ("rhythm_at_rest",) if hz < 8.8 and waxing < 0.3 else (
            "rhythm_at_rest", "movement", "vibration", "not_at_rest", "voluntary")
        truth = refused(*reasons) if size >= 0.1 else other(*reasons, None)
        return bed.exam(truth, note=f"{size:.2f} g at {hz:.1f} Hz")
    return make


def quiet_tremor(rng):
    """Physiological tremor of the ankle, under the floor."""
    bed = held(rng)
    bed.tremble(rng.uniform(0.005, 0.05), rng.uniform(6, 9), 0.08, 0.3)
    return bed.exam(absent(None, "rhythm_at_rest"))


def coming_and_going(rng):
    """A tremor that waxes and wanes over seconds and was seen before the stretch."""
    bed = held(rng, hold=rng.uniform(6, 9))
    hz, size = rng.uniform(4, 7), rng.uniform(0.12, 0.5)
    beat = 0.5 + 0.5 * np.cos(2 * np.pi * (bed.times - rng.uniform(0.5, 2)) / rng.uniform(2, 4))
    bed.tremble(size, hz, 0.05, 0.1, 0.1 + 0.9 * beat)
    return bed.exam(refused(*RHYTHM))


def twitching(rng):
    """Myoclonus: brief irregular twitches throughout, as a Poisson course."""
    bed = held(rng, str(rng.choice(["ankle", "wrist"])), rng.uniform(5, 8))
    rate = rng.uniform(0.5, 4)
    moments, at = [], rng.exponential(1 / rate)
    while at < bed.times[-1]:
        moments.append(at)
        at += 0.12 + rng.exponential(1 / rate)
    course = pulses(rng, bed.times, moments, (0.03, 0.1), (0.3, 2.0))
    bed.shake += np.outer(course, bed.direction())
    return bed.exam(other("twitches", "movement", "not_at_rest", "rhythm_at_rest", None),
                    note=f"{rate:.1f} a second")


def voluntary(low_hz, high_hz, apart):
    """The patient moves by himself, some time after the stretch."""
    def make(rng):
        bed = held(rng, str(rng.choice(["ankle", "wrist"])))
        hz = rng.uniform(low_hz, high_hz)
        begin = bed.begun + rng.uniform(0.3, 0.9) + 0.1
        gate = bed.window(begin, min(begin + rng.uniform(2, 5), bed.released), 0.25)
        turn = np.radians(rng.uniform(5, 14)) if hz < 3 else way(bed, rng.uniform(0.15, 0.8), hz)
        wave = physics.rhythm(rng, bed.times, hz, rng.uniform(0.04, 0.10), 0.25)
        bed.handled += turn * gate * wave
        bed.off_axis = rng.uniform(0.05, 0.35), rng.uniform(0, 0.01)
        truth = other("voluntary", "movement", "slowing_jerks", *([] if hz > 2.6 else [None]))
        return bed.exam(truth, apart=apart, note=f"{hz:.1f} Hz from {begin - bed.begun:.2f} s")
    return make


def seizure(rng):
    """A clonic seizure: jerks from 4 down to 1.5 a second, whatever the stretch."""
    bed = held(rng, hold=rng.uniform(9, 13))
    begin = bed.begun + rng.uniform(-2.0, 1.5)
    fall = rng.uniform(8, 14)
    hz = 1.5 + 2.5 * np.exp(-np.clip(bed.times - begin, 0, None) / (fall / 2))
    phase = np.cumsum(hz * (1 + 0.04 * physics.band_noise(rng, len(bed.times), 0.1, 2))) / FINE_HZ
    jerk = np.maximum(0, np.sin(2 * np.pi * phase)) ** 3
    course = way(bed, rng.uniform(0.5, 1.5), 4) * 4 * jerk
    bed.handled += physics.smoothed(course, 0.05) * bed.window(begin, bed.times[-1], 0.3)
    return bed.exam(other("slowing_jerks", "movement", "rhythm_at_rest", "voluntary", "not_at_rest",
                          "no_stretch"))


def spasm(rng):
    """A flexor spasm: after the stretch the leg draws up, trembles irregularly, and sinks back."""
    bed = held(rng, hold=rng.uniform(5, 8))
    begin = bed.begun + rng.uniform(0.25, 0.8)
    rise, stay = rng.uniform(0.3, 0.7), rng.uniform(0.8, 2.5)
    draw = (physics.minimum_jerk((bed.times - begin) / rise)
            - physics.minimum_jerk((bed.times - begin - rise - stay) / rng.uniform(1, 2)))
    bed.handled -= np.radians(rng.uniform(10, 30)) * draw
    lift = rng.uniform(0.05, 0.15) * physics.rate_of_change(physics.rate_of_change(draw))
    bed.shake += np.outer(lift / GRAVITY, bed.direction())
    for _ in range(3):
        noise = physics.band_noise(rng, len(bed.times), 3, 14)
        bed.shake += np.outer(rng.uniform(0.02, 0.1) * draw * noise, bed.direction())
    return bed.exam(other("movement", "twitches", "voluntary", None, "short_hold"))


def shivering(rng):
    """Shivering: bursts of 4 to 10 Hz in all directions, irregular."""
    bed = held(rng)
    bursts = np.clip(0.5 + physics.band_noise(rng, len(bed.times), 0.2, 1.0), 0, 2)
    for _ in range(3):
        noise = physics.band_noise(rng, len(bed.times), 4, 10)
        bed.shake += np.outer(rng.uniform(0.05, 0.2) * bursts * noise, bed.direction())
    return bed.exam(other("movement", "rhythm_at_rest", "not_at_rest", "twitches", "vibration"))


def bouncing_leg(rng):
    """A seated patient's leg bounces as people's do, before, while and after it is stretched."""
    bed = held(rng)
    hz, size = rng.uniform(3.5, 6.5), rng.uniform(0.2, 0.7)
    bed.tremble(size, hz, rng.uniform(0.02, 0.05), 0.1)
    lift = physics.late(bed.handled, 0.01)
    up = rng.uniform(0.3, 1.0) * bed.lever * physics.rate_of_change(physics.rate_of_change(lift))
    bed.shake += np.outer(up / GRAVITY, bed.direction())
    return bed.exam(refused("rhythm_at_rest", "voluntary", "not_at_rest"))


def chewing(rng):
    """At the chin: chewing at 1 to 2 Hz after the tap."""
    bed = held(rng, "jaw")
    hz = rng.uniform(1, 2)
    gate = bed.window(bed.begun + rng.uniform(-1, 1), bed.times[-1], 0.3)
    wave = physics.rhythm(rng, bed.times, hz, 0.1, 0.2)
    bed.handled += rng.uniform(0.004, 0.010) * gate * (wave + 0.25 * wave**2)
    clack = np.clip(wave, 0, 1) ** 8 * gate
    clack *= rng.uniform(0.02, 0.1) * physics.band_noise(rng, len(wave), 10, 40)
    bed.shake += np.outer(clack, bed.direction())
    return bed.exam(other("movement", None, "voluntary", "slowing_jerks", "twitches", "not_at_rest",
                          "vibration"))


def kicks(rng, bed, begin, end):
    """An infant's kicks: large, brisk, irregular, in two directions."""
    at = begin
    while at < end:
        span, size = rng.uniform(0.2, 0.5), np.radians(rng.uniform(10, 35))
        kick = (physics.minimum_jerk((bed.times - at) / span)
                - physics.minimum_jerk((bed.times - at - span - rng.uniform(0.02, 0.3)) / span))
        bed.handled += size * kick
        bed.shake += np.outer(0.3 * kick, bed.direction())
        at += rng.uniform(0.5, 1.6)


def kicking(rng):
    bed = held(rng)
    kicks(rng, bed, rng.choice([0.5, bed.begun + 0.5]), bed.times[-1] - 1)
    return bed.exam(other(*UNREST, "no_stretch", "short_hold", "slow_stretch", "slowing_jerks",
                          None), rule="infant")


def jittery(rng):
    """A jittery newborn: bursts at 5 to 8 Hz set off by touch, before and after the stretch."""
    bed = held(rng)
    gate = np.zeros(len(bed.times))
    for begin in np.arange(0.4, bed.times[-1] - 1, rng.uniform(1.2, 2.4)):
        gate += bed.window(begin, begin + rng.uniform(0.6, 1.4), 0.1)
    bed.tremble(rng.uniform(0.12, 0.4), rng.uniform(5, 8), 0.08, 0.3, np.minimum(gate, 1))
    return bed.exam(other("rhythm_at_rest", *UNREST), rule="infant")


# The surroundings

def mattress(rng):
    """The pump of an alternating-pressure mattress: a hum and slow heaves, all the time."""
    bed = held(rng)
    hum = rng.uniform(0.005, 0.04) * physics.rhythm(rng, bed.times, rng.uniform(20, 50), 0.005)
    heave = rng.uniform(0.005, 0.03) * physics.rhythm(rng, bed.times, rng.uniform(0.8, 3), 0.02)
    bed.shake += np.outer(hum + heave, bed.direction())
    return bed.exam(absent(None, "vibration", "rhythm_at_rest"))


def trolley(rng):
    """Examined on a rolling trolley: broad shaking with the wheels' jolts."""
    bed = held(rng)
    for _ in range(3):
        noise = physics.band_noise(rng, len(bed.times), 2, 35)
        bed.shake += np.outer(rng.uniform(0.05, 0.2) * noise, bed.direction())
    moments = np.cumsum(rng.exponential(0.6, 60))
    jolts = pulses(rng, bed.times, moments, (0.02, 0.05), (0.2, 0.8))
    bed.shake += np.outer(jolts, bed.direction())
    return bed.exam(other("not_at_rest", "vibration", "movement", "twitches", "rhythm_at_rest"))


def stride(rng, bed):
    """Walking at 0.8 to 1.2 strides a second, with the harmonics of a shank, in all directions."""
    hz = rng.uniform(0.8, 1.25)
    phase = 2 * np.pi * np.cumsum(
        hz * (1 + 0.03 * physics.band_noise(rng, len(bed.times), 0.05, 0.5))) / FINE_HZ
    for _ in range(3):
        wave = sum(rng.uniform(0.1, 0.5) / k**0.7 * np.sin(k * phase + rng.uniform(0, 7))
                   for k in range(1, 7))
        bed.shake += np.outer(wave, bed.direction())


def walking(rng):
    bed = Bedside(rng, "ankle", rng.uniform(15, 20))
    stride(rng, bed)
    return bed.exam(other("no_stretch", "movement", "rhythm_at_rest", "not_at_rest", "voluntary",
                          "twitches", "slowing_jerks", "short_hold", "slow_stretch"))


CLASSES = {
    "trembling hand": trembling_hand,
    "catch": catch,
    "pumping": pumping,
    "bed knocked": knock,
    "tapping": tapping,
    "strap slips": slipping,
    "no stretch": nothing,
    "tremor": tremor(4, 6, 0.05, 0.8),
    "essential tremor": tremor(5, 10, 0.05, 0.5),
    "action tremor": tremor(4, 8, 0.05, 0.2, 0.35),
    "physiological tremor": quiet_tremor,
    "waxing tremor": coming_and_going,
    "myoclonus": twitching,
    "voluntary": voluntary(1.5, 2.8, False),
    "voluntary, in the band": voluntary(3.0, 5.0, True),
    "clonic seizure": seizure,
    "flexor spasm": spasm,
    "shivering": shivering,
    "bouncing leg": bouncing_leg,
    "chewing": chewing,
    "infant kicks": kicking,
    "jittery infant": jittery,
    "mattress pump": mattress,
    "trolley": trolley,
    "walking": walking,
}
