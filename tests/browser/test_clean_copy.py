"""Clean copy: the files under version control, and nothing else, start the app without a network."""

import os
import shutil
import subprocess

import pytest

from tests.browser import looking
from tests.conftest import ROOT
from tests.serving import serve


@pytest.fixture
def copy(tmp_path):
    """A folder of what would be committed, with the snapshot and without a database."""
    if not (ROOT / ".git").exists():
        pytest.skip("needs the repository's .git folder, which says what belongs to it")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.slow
def test_a_clean_copy_makes_its_database_and_shows_the_start_page(open_page, copy):
    assert not list((copy / "data").glob("*.duckdb"))
    # the server takes the tests' guard with it, which refuses every connection off this machine
    assert "guard" in os.environ["PYTHONPATH"]
    with serve("app.py", cwd=copy, data=copy / "data") as address:
        page = open_page(address)
        assert looking.charts(page)
    assert (copy / "data" / "current").exists()
