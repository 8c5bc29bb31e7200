"""How often a row is run, and which transactions are refused."""

import contextlib
import io
import unittest

import hil
from appliance import Failure
from rows import Row


class Waiting:
    """A bench that waited so long in each run, in turn."""

    def __init__(self, *waits):
        self.waits = list(waits)
        self.waited = 0.0

    def begin(self, row):
        pass

    def row(self, *passes):
        outcomes = list(passes)

        def run(bench):
            bench.waited = self.waits.pop(0)
            if not outcomes.pop(0):
                raise Failure("it failed")
            return "it passed"

        return Row("a row", run, True)


def tried(bench, *passes):
    with contextlib.redirect_stdout(io.StringIO()):
        passed, _, tries = hil.run_again(bench.row(*passes), bench)
    return passed, tries


class TriesTests(unittest.TestCase):
    def test_what_passes_is_not_run_again(self):
        self.assertEqual(tried(Waiting(0.3), True), (True, 1))

    def test_what_fails_on_a_bench_that_kept_time_is_not_run_again(self):
        self.assertEqual(tried(Waiting(0.01), False), (False, 1))

    def test_what_fails_on_a_bench_that_had_to_wait_is_run_again(self):
        self.assertEqual(tried(Waiting(0.3, 0.01), False, True), (True, 2))
        self.assertEqual(tried(Waiting(0.3, 0.01), False, False), (False, 2))

    def test_it_is_not_run_for_ever(self):
        self.assertEqual(tried(Waiting(0.3, 0.3, 0.3), False, False, False), (False, 3))


class CasesTests(unittest.TestCase):
    def cases(self, form):
        bench = hil.Bench("", "", "", "", 1, form == "short", form == "long")
        return bench.cases(260, 60)

    def test_the_long_form_refuses_each_transaction_once(self):
        refused = [step for case in self.cases("long") for step in case]
        self.assertEqual(len(set(refused)), len(refused))
        self.assertLessEqual(set(range(1, 261)), set(refused))
        self.assertTrue(all(case == {step} for step, case in zip(range(1, 61), self.cases("long"))))

    def test_the_others_refuse_some_one_a_run(self):
        for form in ("short", "whole"):
            self.assertTrue(all(len(case) == 1 for case in self.cases(form)))
        self.assertEqual([{step} for step in range(1, 25)], self.cases("whole")[:24])


if __name__ == "__main__":
    unittest.main()
