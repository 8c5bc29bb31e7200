"""The bench's own eyes: the lights' decoder and the comparison of a recording with what was sent."""

import unittest

import edf
import lights
import qtest
from silicon import FIFO


def segments(*steps):
    now, result = 100.0, []
    for bits, seconds in steps:
        result.append((now, bits, seconds))
        now += seconds
    return result


def names(*steps):
    states, unexplained = lights.decode(segments(*steps))
    return [name for _, name in states], unexplained


class LightsTests(unittest.TestCase):
    def test_an_exam_is_read_off_the_lights(self):
        self.assertEqual(
            names(
                (1, 0.35), (2, 0.37), (4, 0.34), (0, 0.3), (2, 0.1), (0, 3.95), (2, 0.1), (0, 1.3),
                (2, 0.6), (1, 1), (2, 1), (4, 1), (1, 1.9), (3, 1.2), (7, 1.5), (4, 1.5), (0, 1),
                (4, 0.6), (0, 1), (4, 0.15), (0, 0.35), (4, 0.15), (0, 0.95), (4, 0.15), (0, 0.35),
                (4, 0.15), (0, 1.45), (4, 1), (0, 1), (4, 1)),
            (["power-on test", "ready", "pressed", "keep still", "stretch now", "three beats",
              "rule reached", "sustained 14"], 0))

    def test_a_light_that_stays_too_long_is_another_state(self):
        self.assertEqual(names((1, 1.0), (2, 1.0), (4, 1.0), (1, 1.05))[0], ["keep still"])
        self.assertEqual(
            names((1, 1.0), (2, 1.0), (4, 1.0), (1, 3.0))[0], ["keep still", "stretch now"])

    def test_faults_repeat_as_one_state(self):
        fault = ((7, 0.2), (0, 0.3), (7, 0.2), (0, 2.3))
        self.assertEqual(names((2, 0.1), (0, 1.0), *fault, *fault), (["ready", "fault"], 0))

    def test_what_the_table_does_not_know_is_counted(self):
        self.assertEqual(names((2, 0.1), (0, 3.9), (5, 4.0), (2, 0.1), (0, 3.9))[1], 1)

    def test_three_lights_in_double_blinks_are_no_answer(self):
        self.assertEqual(names((7, 0.2), (0, 0.3), (7, 0.2), (0, 1.0))[0], ["fault"])

    def test_at_least_is_told_from_a_plain_count(self):
        tail = ((2, 1), (0, 1), (2, 1))
        count = ((2, 1.5), (0, 1), (2, 0.15), (0, 0.35), (2, 0.15), (0, 0.95), (2, 0.15))
        self.assertEqual(names(*count, (0, 1.45), *tail)[0], ["unsustained 3"])
        self.assertEqual(
            names(*count, (0, 1.95), (1, 0.1), (0, 0.4), (1, 0.1), (0, 1.0), *tail)[0],
            ["unsustained at least 3"])

    def test_lines_that_change_together_are_one_change(self):
        timeline = lights.Timeline()
        for offset, line in ((0, 4), (0.001, 5), (0.002, 6)):
            timeline.change(100 + offset, line, 1)
        self.assertEqual([bits for _, bits, _ in timeline.segments(until=101)], [7])

    def test_flashes_are_counted_over_all_lights(self):
        timeline = lights.Timeline()
        for index in range(4):
            line = qtest.LIGHTS[index % 3]
            timeline.change(100 + index * 0.2, line, 1)
            timeline.change(100.1 + index * 0.2, line, 0)
        self.assertEqual(timeline.flashes_a_second(), 4)


class Recorded:
    nano = 1_000

    def __init__(self, samples, filled=None):
        self.samples = samples
        self.filled = filled or [False] * len(samples)


def sent(count, lost=()):
    fifo = FIFO(32)
    fifo.sent = [(n, (n, n * 7 % 50, 3)) for n in range(count) if n not in lost]
    return fifo


class ComparisonTests(unittest.TestCase):
    def test_a_part_of_what_was_sent_is_equal(self):
        fifo = sent(100)
        found = edf.Comparison(Recorded([counts for _, counts in fifo.sent[20:80]]), fifo, 1_000)
        self.assertEqual((found.mismatch, found.count, found.lost), (None, 60, 0))

    def test_a_changed_and_a_missing_sample_are_seen(self):
        fifo = sent(100)
        samples = [counts for _, counts in fifo.sent[20:80]]
        changed = samples[:30] + [(0, 0, 0)] + samples[31:]
        self.assertIn("sample 30", edf.Comparison(Recorded(changed), fifo, 1_000).mismatch)
        self.assertIn(
            "sample 30", edf.Comparison(Recorded(samples[:30] + samples[31:]), fifo, 1_000).mismatch)

    def test_a_gap_must_be_filled_where_it_was_by_what_was_lost(self):
        fifo = sent(100, lost=range(40, 45))
        real = [counts for _, counts in fifo.sent]
        for at, count, good in ((40, 5, True), (40, 4, False), (41, 5, False), (40, 0, False)):
            samples = real[:at] + [real[at - 1]] * count + real[at:]
            filled = [False] * at + [True] * count + [False] * (len(real) - at)
            found = edf.Comparison(Recorded(samples, filled), fifo, 1_000)
            self.assertEqual(found.mismatch is None, good, (at, count, found.mismatch))
            if good:
                self.assertEqual((found.lost, found.filled), (5, 5))

    def test_counts_that_were_shifted_up_are_equal(self):
        fifo = sent(50)
        samples = [tuple(8 * v for v in counts) for _, counts in fifo.sent]
        self.assertIsNone(edf.Comparison(Recorded(samples), fifo, 8_000).mismatch)

    def test_more_than_was_sent_is_seen(self):
        fifo = sent(50)
        samples = [counts for _, counts in fifo.sent] + [(1, 2, 3)]
        self.assertIn("more", edf.Comparison(Recorded(samples), fifo, 1_000).mismatch)


if __name__ == "__main__":
    unittest.main()
