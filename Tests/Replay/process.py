"""`clonus replay` as scripts see it: files and pipes in, one answer or one error line out.

CLONUS names the program, else build/clonus. Real recordings are read from ../shared/data/recordings,
or RECORDINGS; the tests that need them are skipped, loudly, where they are absent.
"""

import gzip
import json
import os
import pathlib
import resource
import subprocess
import tempfile
import time
import unittest

import recording

CLONUS = os.environ.get("CLONUS", "build/clonus")
RECORDINGS = pathlib.Path(os.environ.get("RECORDINGS", "../shared/data/recordings"))
KEYS = {
    "": "schema version site side placement protocol rate_hz rule positive verdict reason next"
    " quality beats beats_first_10s frequency_hz duration_s beat_times_s interval_cv amplitude_g"
    " onset_s latency_s ended censored rest stretch hold_s release_s observed_s scats tardieu"
    " episodes",
    "rule": "name absent_below sustained_from",
    "rest": "duration_s rms_g rhythm_hz rhythm_g",
    "stretch": "time_s duration_s peak_g angle_deg speed_deg_s count",
    "episodes": "onset_s duration_s beats frequency_hz kind",
}
WORDS = {
    "site": {"ankle", "knee", "wrist", "finger", "jaw"},
    "side": {"unknown", "left", "right"},
    "protocol": {"stretch", "spontaneous"},
    "verdict": {"absent", "unsustained", "sustained", "indeterminate"},
    "reason": {
        None, "rhythm_at_rest", "twitches", "voluntary", "slowing_jerks", "movement", "vibration",
        "no_stretch", "slow_stretch", "short_hold", "not_at_rest", "loose_strap", "clipped", "gaps",
        "sensor_fault",
    },
    "next": {None, "stretch_faster", "hold_longer", "rest_first", "fix_sensor", "look_at_limb"},
    "ended": {None, "itself", "release", "limit", "button"},
    "positive": {None, True, False},
    "censored": {True, False},
}


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (200 << 20, 200 << 20))


def clonus(*words, stdin=b"", limited=False):
    return subprocess.run(
        [CLONUS, "replay", *map(str, words)], input=stdin, capture_output=True, timeout=60,
        preexec_fn=limit_memory if limited else None,
    )


class Case(unittest.TestCase):
    def judge(self, text, *words):
        """The object that standard input's recording gives."""
        data = text.encode() if isinstance(text, str) else text
        return self.parse(clonus("--json", *words, "-", stdin=data))

    def parse(self, done):
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.count(b"\n"), 1)
        found = json.loads(done.stdout)
        self.check(found)
        return found

    def check(self, found):
        """Every key in its order, every word a known one, numbers that fit each other."""
        self.assertEqual(list(found), KEYS[""].split())
        for part in ("rule", "rest", "stretch"):
            if found[part] is not None:
                self.assertEqual(list(found[part]), KEYS[part].split())
        for episode in found["episodes"]:
            self.assertEqual(list(episode), KEYS["episodes"].split())
            self.assertIn(episode["kind"], {"clonus", "clonus_like"})
        for key, words in WORDS.items():
            self.assertIn(found[key], words, key)
        self.assertEqual(found["schema"], 1)
        self.assertEqual(found["beats"], len(found["beat_times_s"]))
        self.assertEqual(found["beat_times_s"], sorted(found["beat_times_s"]))
        if found["protocol"] == "spontaneous":
            for key in ("stretch", "release_s", "hold_s", "scats", "tardieu"):
                self.assertIsNone(found[key], key)
        if found["verdict"] == "indeterminate":
            self.assertIsNotNone(found["reason"])

    def assertFails(self, done, code, *parts):
        message = done.stderr.decode()
        self.assertEqual(done.returncode, code, message)
        self.assertEqual(done.stdout, b"")
        self.assertTrue(message.startswith("clonus: replay: "), message)
        self.assertEqual(message.count("\n"), 1, message)
        for part in parts:
            self.assertIn(part, message)


class Tables(Case):
    def test_a_synthetic_exam_has_its_class_and_count_at_every_rate(self):
        for rate in (25, 26, 50, 104, 1000):
            for beats, verdict in ((0, "absent"), (6, "unsustained"), (14, "sustained")):
                with self.subTest(rate=rate, beats=beats):
                    found = self.judge(recording.table(rate, beats))
                    self.assertEqual(found["verdict"], verdict, found)
                    self.assertLessEqual(abs(found["beats"] - beats), 1, found)
                    self.assertLess(abs(found["rate_hz"] / rate - 1), 0.002)

    def test_spreadsheets_forms_give_the_same_bytes(self):
        plain = recording.table(104, 6)
        expected = clonus("--json", "-", stdin=plain.encode()).stdout
        rows = plain.splitlines()
        extra = "\n".join(f'"a,b",{row},{row.count("1")}' for row in rows)
        extra = extra.replace('"a,b"', "note", 1) + "\n"
        shuffled = "\n".join(",".join(reversed(row.split(","))) for row in rows)
        for name, text in {
            "CRLF": plain.replace("\n", "\r\n"), "mark": "\ufeff" + plain, "more columns": extra,
            "other order": shuffled, "no last end": plain.rstrip("\n"),
            "quotes and spaces": plain.replace("time_s,x_g", '"time_s", x_g ', 1),
        }.items():
            with self.subTest(form=name):
                self.assertEqual(clonus("--json", "-", stdin=text.encode()).stdout, expected)

    def test_a_file_and_a_pipe_give_the_same_bytes(self):
        text = recording.table(50, 6).encode()
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "0 any name.txt")
            path.write_bytes(text)
            for words in ([], ["--json"]):
                whole = clonus(*words, path).stdout
                self.assertTrue(whole)
                self.assertEqual(whole, clonus(*words, "-", stdin=text).stdout)

    def test_times_are_the_files_own(self):
        zero = self.judge(recording.table(104, 6))
        later = self.judge(recording.table(104, 6, start=1_000_000.0))
        for found, base in ((zero, 0), (later, 1_000_000)):
            self.assertAlmostEqual(found["stretch"]["time_s"], base + recording.REST_S, delta=0.08)
            self.assertAlmostEqual(found["release_s"], base + recording.REST_S + 6, delta=0.6)
        self.assertEqual(zero["latency_s"], later["latency_s"])

    def test_lost_rows_are_gaps_and_the_times_stay(self):
        rows = recording.table(104, 14).splitlines(keepends=True)
        whole = self.judge("".join(rows))
        cut = self.judge("".join(rows[:450] + rows[456:]))
        self.assertIn("gaps", cut["quality"])
        self.assertEqual(cut["observed_s"], whole["observed_s"])

    def test_options_reach_the_judgement(self):
        text = recording.table(104, 6)
        self.assertEqual(self.judge(text, "--sustained-beats", "5")["verdict"], "sustained")
        self.assertIs(self.judge(text, "--rule", "obstetric")["positive"], True)
        infant = self.judge(text, "--rule=infant", "--sustained-beats=5")
        self.assertEqual(infant["rule"]["sustained_from"], 11)
        self.assertIsNone(infant["scats"])
        self.assertEqual(self.judge(text, "--site", "wrist")["placement"], "back of hand")
        self.assertEqual(self.judge(text, "--protocol", "spontaneous")["protocol"], "spontaneous")

    def test_plain_lines_begin_with_a_sentence(self):
        done = clonus("-", stdin=recording.table(104, 14).encode())
        self.assertEqual(done.returncode, 0)
        lines = done.stdout.decode().splitlines()
        self.assertTrue(lines[0].startswith("Clonus was seen: "), lines)
        self.assertTrue(lines[1].startswith("verdict: sustained"), lines)
        self.assertTrue(any(line.startswith("quality: ") for line in lines))
        self.assertTrue(2 < len(lines) < 12)


class Errors(Case):
    HEADER = "time_s,x_g,y_g,z_g\n"
    ROWS = "".join(f"{index / 50:.2f},0,0,1\n" for index in range(100))

    def test_bad_tables_are_65(self):
        for name, text, parts in [
            ("empty", "", ["header"]),
            ("no rows", self.HEADER, ["0 rows"]),
            ("column missing", "time_s,x_g,z_g\n0,0,1\n", ["line 1", "y_g"]),
            ("text", self.HEADER + self.ROWS + "2.00,zero,0,1\n", ["line 102", "x_g"]),
            ("NaN", self.HEADER + self.ROWS + "2.00,0,NaN,1\n", ["line 102", "y_g"]),
            ("infinity", self.HEADER + self.ROWS + "2.00,0,0,inf\n", ["line 102", "z_g"]),
            ("time back", self.HEADER + self.ROWS + "1.00,0,0,1\n", ["line 102", "time_s"]),
            (
                "5 Hz", self.HEADER + "".join(f"{i / 5},0,0,1\n" for i in range(100)),
                ["5 Hz", "25 to 1000"],
            ),
            ("HTML", "<!DOCTYPE html>\n<html></html>\n", ["line 1"]),
            ("noise", bytes(range(1, 256)) * 40, []),
        ]:
            with self.subTest(table=name):
                data = text.encode() if isinstance(text, str) else text
                done = clonus("--json", "-", stdin=data, limited=True)
                self.assertFails(done, 65, "standard input", *parts)

    def test_two_gibibytes_of_zeros_are_refused_in_little_memory_and_time(self):
        begun = time.monotonic()
        with open("/dev/zero", "rb") as zeros:
            head = subprocess.Popen(
                ["head", "-c", "2147483648"], stdin=zeros, stdout=subprocess.PIPE)
            done = subprocess.run(
                [CLONUS, "replay", "-"], stdin=head.stdout, capture_output=True, timeout=60,
                preexec_fn=limit_memory)
            head.stdout.close()
            head.wait()
        self.assertFails(done, 65, "line 1", "zero byte")
        self.assertLess(time.monotonic() - begun, 20)

    def test_two_gibibytes_of_zeros_behind_a_header_are_refused(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(self.HEADER.encode())
            file.truncate(2 << 30)
            file.flush()
            done = clonus(file.name, limited=True)
        self.assertFails(done, 65, "line 2")

    def test_broken_edf_is_65(self):
        head = b"0       " + b"X" * 80
        for data in (head, head + b" " * 2_000, b"0       " + bytes(4_000)):
            self.assertFails(clonus("-", stdin=data, limited=True), 65)

    def test_no_input_is_66(self):
        self.assertFails(clonus("/nowhere/at all.csv"), 66, "/nowhere/at all.csv")
        self.assertFails(clonus("/tmp"), 66, "folder")
        self.assertFails(clonus("--json", "/nowhere/two\nlines"), 66, "two?lines")
        self.assertFails(clonus(""), 66)

    def test_output_that_cannot_be_written_is_74(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [CLONUS, "replay", "--json", "-"], input=recording.table(50, 6).encode(),
                stdout=full, stderr=subprocess.PIPE, timeout=60)
        self.assertEqual(done.returncode, 74)
        self.assertEqual(done.stderr.count(b"\n"), 1)

    def test_usage_errors_are_2(self):
        for words in (
            [], ["a", "b"], ["--colour", "-"], ["--site", "-"], ["--site", "elbow", "-"],
            ["--rule", "-"], ["--protocol", "rest", "-"], ["--sustained-beats", "3", "-"],
            ["--sustained-beats", "101", "-"], ["--sustained-beats", "ten", "-"],
            ["--json=yes", "-"], ["-", "--sustained-beats"],
        ):
            with self.subTest(words=words):
                self.assertFails(clonus(*words), 2, "clonus help replay")


class OwnRecordings(Case):
    """What `clonus simulate --log` leaves replays to the live exam's answer."""

    def simulate(self, folder, *words):
        return subprocess.run(
            [CLONUS, "simulate", "--fast", "--json", "--log", folder, *words],
            capture_output=True, timeout=120)

    def test_a_recording_replays_to_the_live_answer(self):
        for patient in ("healthy", "stroke", "spinal-cord-injury", "walking", "spontaneous"):
            with self.subTest(patient=patient), tempfile.TemporaryDirectory() as folder:
                live = self.simulate(folder, "--patient", patient, "--seed", "4")
                self.assertEqual(live.returncode, 0, live.stderr)
                live = json.loads(live.stdout)
                path = pathlib.Path(folder, "EXAMS/E0001.EDF")
                found = self.parse(clonus("--json", path))
                for key in KEYS[""].split():
                    self.assertEqual(found[key], live[key], key)
                pipe = clonus("--json", "-", stdin=path.read_bytes())
                self.assertEqual(json.loads(pipe.stdout), found)

    def test_damage_is_noted_and_the_rest_judged(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(self.simulate(folder).returncode, 0)
            path = pathlib.Path(folder, "EXAMS/E0001.EDF")
            data = bytearray(path.read_bytes())
            data[-100] ^= 1
            done = clonus("--json", "-", stdin=bytes(data))
            self.parse(done)
            self.assertIn(b"damaged", done.stderr)
            self.assertEqual(clonus("-", stdin=bytes(data[:1000])).returncode, 65)


class EarlierRecordings(Case):
    """second-records.edf.gz is what `simulate --patient stroke --seed 4 --log` wrote while records held
    a second: 204 samples in 0.999265 s, five beats."""

    EARLIER = pathlib.Path(__file__).with_name("second-records.edf.gz")

    def clonus(self, *words):
        done = subprocess.run([CLONUS, *map(str, words)], capture_output=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, b""), words)
        return done.stdout

    def test_records_of_a_second_are_verified_reported_exported_and_replayed(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "E0001.EDF")
            path.write_bytes(gzip.decompress(self.EARLIER.read_bytes()))
            self.assertIn(b" 0 damaged", self.clonus("verify", path))
            self.clonus("report", path, "--out", f"{folder}/page.html")
            self.assertIn(b"5 beats", pathlib.Path(folder, "page.html").read_bytes())
            self.clonus("export", "--format", "csv", path, "--out", f"{folder}/out")
            found = self.parse(clonus("--json", path))
            table = self.parse(clonus("--json", f"{folder}/out/E0001.CSV"))
            for answer in (found, table):
                self.assertEqual((answer["verdict"], answer["beats"]), ("unsustained", 5))
                self.assertAlmostEqual(answer["rate_hz"], 204 / 0.999265, delta=0.001)


class Recordings(Case):
    def test_recordings_of_others_are_never_taken_for_clonus(self):
        """All of them are judged by both protocols; the table says what each was taken for."""
        files = sorted(RECORDINGS.glob("*.csv"))
        if not files:
            self.skipTest(f"SKIPPED: no recordings in {RECORDINGS}")
        print(f"\n{'recording':48} {'stretch':34} spontaneous")
        for file in files:
            words = []
            for protocol in ("stretch", "spontaneous"):
                with self.subTest(file=file.name, protocol=protocol):
                    found = self.parse(clonus("--json", "--protocol", protocol, file))
                    reason = f" {found['reason']}" if found["reason"] else ""
                    words.append(f"{found['verdict']}{reason}, {found['beats']} beats")
                    if protocol == "stretch":
                        self.assertIn(found["verdict"], {"absent", "indeterminate"})
            print(f"{file.stem[:48]:48} {' | '.join(f'{word:32}' for word in words)}")


if __name__ == "__main__":
    unittest.main()
