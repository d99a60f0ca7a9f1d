"""Progress: a bar where somebody watches, lines where nobody does."""

import io

from data_pipeline.fetch.progress import EVERY_SECONDS, Progress, size


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_without_a_terminal_each_file_is_a_line():
    out = io.StringIO()
    progress = Progress(out)
    progress.expect(2)
    progress.add("one", 500, total=1000)
    progress.done("one", "new")
    progress.done("two", "failed")
    progress.close()
    assert out.getvalue() == "[1/2] one: new\n[2/2] two: failed\n"


def test_on_a_terminal_there_is_a_bar_of_files_and_bytes_that_goes_away():
    out = Terminal()
    progress = Progress(out)
    progress.expect(2)
    progress.add("one", 1_500_000, total=3_000_000)
    progress.add("one", 500_000, total=3_000_000)
    assert "0 of 2 files  one 1.5 MB of 3.0 MB" in out.getvalue()
    assert "2.0 MB" not in out.getvalue(), f"it is drawn no oftener than every {EVERY_SECONDS} seconds"
    progress.done("one", "new")
    assert "############............ 1 of 2 files" in out.getvalue()
    progress.close()
    assert out.getvalue().endswith(" \r")


def test_sizes_are_said_as_people_say_them():
    assert [size(n) for n in (12, 1234, 5_600_000, 2_800_000_000)] == [
        "12 bytes",
        "1.2 kB",
        "5.6 MB",
        "2.8 GB",
    ]
