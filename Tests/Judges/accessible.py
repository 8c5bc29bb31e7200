"""The pages of a card, as a screen reader and a grey printer meet them; CLONUS names the program."""

import html.parser
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

CLONUS = os.environ.get("CLONUS", "build/clonus")
PATIENTS = ("healthy", "stroke", "fading", "spinal-cord-injury", "tremor", "infant", "spontaneous")
# WCAG 2, level AA: text against white, and lines and marks against white.
TEXT_CONTRAST = 4.5
# The grey field and the grey lines of the scale are named in words; only what carries a figure counts.
BACKGROUNDS = ("fff", "eee", "bbb")


class Page(html.parser.HTMLParser):
    """What of a page matters here: elements in their order, with their words."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.words, self.open = [], {}, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self.open = len(self.elements) - 1

    def handle_data(self, data):
        if self.open is not None:
            self.words[self.open] = self.words.get(self.open, "") + data

    def all(self, *tags):
        return [(at, found) for at, (tag, found) in enumerate(self.elements) if tag in tags]


def contrast_with_white(colour):
    """The ratio of luminances by WCAG 2, of a grey such as `333`."""
    part = int(colour[0] * 2, 16) / 255
    luminance = part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
    return 1.05 / (luminance + 0.05)


class Accessible(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """One card with an exam of each patient."""
        cls.folder = tempfile.TemporaryDirectory()
        cls.card = pathlib.Path(cls.folder.name)
        for patient in PATIENTS:
            words = ["simulate", "--fast", "--patient", patient, "--log", cls.card]
            subprocess.run([CLONUS, *words], check=True, capture_output=True)
        cls.pages = {path: path.read_text() for path in sorted(cls.card.rglob("*.HTM"))}

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def each(self):
        self.assertEqual(len(self.pages), len(PATIENTS) + 1)
        return [(path, text, Page(text)) for path, text in self.pages.items()]

    def test_it_says_its_language_and_title_and_its_headings_skip_no_level(self):
        for _, _, page in self.each():
            self.assertEqual(page.elements[0], ("html", {"lang": "en"}))
            title = page.all("title")[0][0]
            self.assertTrue(page.words[title].startswith("Clonus, "))
            levels = [int(page.elements[at][0][1]) for at, _ in page.all("h1", "h2", "h3")]
            self.assertEqual((levels[0], levels.count(1)), (1, 1))
            for above, below in zip(levels, levels[1:]):
                self.assertLessEqual(below, above + 1)

    def test_every_picture_has_a_title_that_is_there(self):
        for _, _, page in self.each():
            names = [found["id"] for _, found in page.elements if "id" in found]
            self.assertEqual(len(names), len(set(names)))
            self.assertTrue(page.all("svg"))
            for _, svg in page.all("svg"):
                self.assertEqual(svg["role"], "img")
                for name in svg["aria-labelledby"].split():
                    (at,) = [at for at, found in page.all("title", "desc") if found.get("id") == name]
                    self.assertGreater(len(page.words[at].split()), 4)

    def test_every_head_of_a_table_says_of_what(self):
        for _, _, page in self.each():
            self.assertTrue(page.all("th"))
            for at, found in page.all("th"):
                self.assertIn(found.get("scope"), ("row", "col"))
                inner = page.words.get(at) or page.words.get(at + 1)
                self.assertTrue(inner and inner.strip())

    def test_all_is_grey_and_what_carries_a_figure_stands_out(self):
        for _, text, _ in self.each():
            colours = re.findall(r"#([0-9a-fA-F]+)\b", text)
            self.assertTrue(colours)
            for colour in colours:
                self.assertEqual(colour[0] * 3, colour, "grey of three digits")
                if colour not in BACKGROUNDS:
                    self.assertGreaterEqual(contrast_with_white(colour), TEXT_CONTRAST)
            self.assertNotRegex(text, r"rgb|hsl|opacity|gradient|color: ?[a-z]")

    def test_nothing_is_fetched_and_nothing_runs(self):
        for _, text, page in self.each():
            self.assertFalse(page.all("script", "link", "img", "iframe", "object", "embed", "base"))
            self.assertNotRegex(text, r"url\(|@import|@font-face|src=|https?:|\son\w+=")

    def test_every_link_leads_to_a_file_of_the_card(self):
        page = Page(self.pages[self.card / "CLONUS.HTM"])
        links = {found["href"] for _, found in page.all("a")}
        self.assertEqual(len(links), len(PATIENTS))
        for link in links:
            self.assertTrue((self.card / link).is_file(), link)

    def test_every_beat_that_is_drawn_is_told_in_words(self):
        told = 0
        for path, text, page in self.each():
            if path.name == "CLONUS.HTM":
                continue
            number = int(re.search(r"Beats: (\d+)", text)[1])
            times = re.search(r"at, in s: ([\d. ]+)", text)
            self.assertEqual(len(times[1].split()) if times else 0, min(number, 40))
            self.assertEqual("more, all in the exam's CSV file" in text, number > 40)
            # A dot for each interval between two beats.
            self.assertEqual(len(page.all("circle")), max(0, number - 1))
            told += number
        self.assertGreater(told, 40)


if __name__ == "__main__":
    unittest.main()
