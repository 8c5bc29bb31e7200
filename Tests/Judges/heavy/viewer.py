"""EDFbrowser opens recordings in every state, and shows signals and annotations."""

import os
import subprocess
import time
import unittest

from exams import OUT, SAMPLES, recording, run

# The sample files: whole, cut off within the exam, laid out only, closed after a cut.
STATES = (
    "whole-80", "cut-80", "prepared-80", "recovered-80", "whole-16", "whole-400", "whole-193")
SIGNAL = """<signalcomposition><num_of_signals>1</num_of_signals><voltpercm>{per_cm}</voltpercm>
<screen_offset>0.000000</screen_offset><polarity>1</polarity><color>9</color>
<filter_cnt>0</filter_cnt><signal><label>{label:<16}</label><factor>1.000000</factor></signal>
</signalcomposition>
"""


def montage():
    """Names the signals to be shown, as the viewer's own dialogue would; a page of 20 s."""
    path = OUT / "montage.mtg"
    signals = [SIGNAL.format(label=f"Acc {axis}", per_cm="1.000000") for axis in "XYZ"]
    signals.append(SIGNAL.format(label="Block status", per_cm="20000.000000"))
    path.write_text(
        '<?xml version="1.0"?>\n<EDFbrowser_montage>\n' + "".join(signals)
        + "<pagetime>200000000</pagetime>\n</EDFbrowser_montage>\n")
    return path.resolve()


class EDFbrowser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """A display of its own, which says its number when it is ready."""
        words = ["Xvfb", "-displayfd", "1", "-screen", "0", "660x500x24", "-nolisten", "tcp"]
        cls.display = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        number = cls.display.stdout.readline().decode().strip()
        cls.environment = os.environ | {"DISPLAY": f":{number}", "HOME": str(OUT.resolve())}

    @classmethod
    def tearDownClass(cls):
        cls.display.terminate()
        cls.display.wait()
        cls.display.stdout.close()

    def test_every_state_of_a_recording_opens_and_nothing_is_complained_of(self):
        files = {name: SAMPLES / f"{name}.edf" for name in STATES}
        files |= {name: recording(name) for name in ("sustained", "spontaneous")}
        for name, file in files.items():
            with self.subTest(recording=name):
                picture = OUT / f"edfbrowser-{name}.png"
                windows = self.windows(file.resolve(), picture)
                # A file that is refused is in no window's title, and the refusal is a box of its own.
                self.assertIn(f"{file.name} - EDFbrowser", windows)
                for box in ('"Error"', '"Critical"', '"Warning"'):
                    self.assertNotIn(box, windows)
                self.assertGreater(picture.stat().st_size, 10_000)

    def windows(self, file, picture):
        """The titles of the windows that are there when the file was opened, and a picture of them."""
        def titles():
            return run("xwininfo", "-root", "-tree", env=self.environment)

        viewer = subprocess.Popen(
            ["edfbrowser", file, montage()], env=self.environment, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        try:
            limit = time.monotonic() + 60
            while time.monotonic() < limit and viewer.poll() is None:
                time.sleep(0.2)
                if any(word in titles() for word in (f"{file.name} - EDFbrowser", '"Error"')):
                    break
            # What is drawn last.
            time.sleep(2)
            run("import", "-window", "root", picture, env=self.environment)
            return titles()
        finally:
            viewer.kill()
            viewer.wait()


if __name__ == "__main__":
    unittest.main()
