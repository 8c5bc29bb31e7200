"""The BIDS validator takes what is exported, of either kind of exam."""

import pathlib
import subprocess
import sys
import unittest

from exams import CLONUS, OUT, recording, run


class BIDS(unittest.TestCase):
    def test_the_validator_finds_no_error(self):
        validator = pathlib.Path(sys.executable).parent / "bids-validator-deno"
        for name in ("unsustained", "spontaneous"):
            with self.subTest(exam=name):
                folder = OUT / f"bids-{name}"
                run(CLONUS, "export", "--format", "bids", "--out", folder, recording(name))
                words = [validator, "--ignoreWarnings", folder]
                done = subprocess.run(words, capture_output=True, timeout=180)
                text = done.stdout.decode() + done.stderr.decode()
                self.assertEqual(done.returncode, 0, text[-1500:])
                self.assertNotIn("[ERROR]", text)


if __name__ == "__main__":
    unittest.main()
