"""Chromium draws and prints the pages: one page of A4, and no wider than a phone."""

import re
import unittest

from exams import OUT, SAMPLES, reports, run

CHROMIUM = [
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
    "--no-pdf-header-footer", "--virtual-time-budget=1000", "--allow-file-access-from-files",
]  # fmt: skip
PHONE_PX = 360
# Chromium's own window is never so narrow: the page is shown in a frame that is.
FRAME = """<!DOCTYPE html><body style="margin:0"><iframe src="{page}" style="border:0"
 width="{width}" height="{height}" onload="let page=this.contentDocument.documentElement;
 document.title='needs '+page.scrollWidth+'x'+page.scrollHeight"></iframe>"""


def draw(page, name, width, height):
    picture = OUT / f"{name}-{width}.png"
    run(*CHROMIUM, f"--window-size={width},{height}", f"--screenshot={picture}", page)
    return picture.stat().st_size


def draw_on_a_phone(page, name, height):
    """The page in a frame of a phone's width; how wide it would have to be."""
    frame = OUT / f"{name}-phone.html"
    frame.write_text(FRAME.format(page=page, width=PHONE_PX, height=height))
    frame = frame.resolve().as_uri()
    picture = OUT / f"{name}-phone.png"
    window = f"--window-size={PHONE_PX},{height}"
    run(*CHROMIUM, window, f"--screenshot={picture}", frame)
    return int(re.search(r"needs (\d+)x", run(*CHROMIUM, "--dump-dom", frame))[1])


class Reports(unittest.TestCase):
    def test_each_is_drawn_wide_and_fits_a_phone(self):
        for name, page in reports().items():
            with self.subTest(report=name):
                page = page.resolve().as_uri()
                self.assertGreater(draw(page, f"report-{name}", 1100, 2100), 20_000)
                self.assertEqual(draw_on_a_phone(page, f"report-{name}", 3600), PHONE_PX)

    def test_each_prints_on_one_page_with_its_first_and_last_words(self):
        for name, page in reports().items():
            with self.subTest(report=name):
                pdf = OUT / f"report-{name}.pdf"
                run(*CHROMIUM, f"--print-to-pdf={pdf}", page.resolve().as_uri())
                facts = run("pdfinfo", pdf)
                self.assertRegex(facts, r"Pages:\s+1\n")
                self.assertRegex(facts, r"A4")
                run("pdftoppm", "-r", "70", "-png", "-singlefile", pdf, pdf.with_suffix(""))
                words = " ".join(run("pdftotext", pdf, "-").split())
                self.assertIn("Measures, does not diagnose. Never tried on patients.", words)
                self.assertIn("When not to test.", words)


class Trends(unittest.TestCase):
    def test_the_page_of_all_exams_is_drawn_wide_and_fits_a_phone(self):
        page = (SAMPLES / "CLONUS.HTM").resolve().as_uri()
        self.assertGreater(draw(page, "trends", 1100, 1400), 10_000)
        self.assertEqual(draw_on_a_phone(page, "trends", 1800), PHONE_PX)


if __name__ == "__main__":
    unittest.main()
