"""Fuzz: whatever a file holds, a build ends with findings or a sentence, and never with anything else."""

import contextlib
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data_pipeline import draft
from data_pipeline.build import Job, build_from_files
from data_pipeline.errors import PipelineError
from tests.conftest import FIXTURES
from tests.data_pipeline.conftest import HEAD, SOURCE
from tests.data_pipeline.test_build import row

WELL = f'{HEAD},la_name\n{row()},Leeds\n{row(period="202223")},"Bristol, City of"\n'.encode()
BITS = [
    b'"',
    b",",
    b"\n",
    b"\r\n",
    b"\r",
    b"\x00",
    b"\xff",
    b"\xe9",
    b"\xef\xbb\xbf",
    b"z",
    b"1e+05",
    b"NaN",
    b"-",
    b"''",
]
QUICK = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def spoilt(draw, well=WELL):
    """Draw a healthy file with bytes cut out, put in, doubled or overwritten in some places."""
    content = bytearray(well)
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 40)))
        bit = draw(st.sampled_from(BITS) | st.binary(max_size=6) | st.just(bytes(content[start:end]) * 2))
        content[start:end] = bit
    return bytes(content)


def build(content, name="exclusions.csv", sources=None):
    """Build from one file; findings, or the sentence of an error, and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "files").mkdir()
        (here / "files" / name).write_bytes(content)
        (here / "files" / "weather.csv").write_text(f"{HEAD}\n{row()}\n", encoding="utf-8")
        if sources is None:
            (here / "sources").mkdir()
            (here / "sources" / "exclusions.toml").write_text(SOURCE, encoding="utf-8")
            (here / "sources" / "weather.toml").write_text(
                SOURCE.replace('["exclusions"]', '["weather"]'), encoding="utf-8"
            )
        job = Job(
            (here / "files",), target=here / "b.duckdb", whole=False, sources=sources or here / "sources"
        )
        made = build_from_files(job, say=lambda _: None)
        assert all(finding.message for finding in made.findings)
        assert made.figures >= 1, "the healthy table beside it is there"


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes_at_all(content):
    build(content)


@QUICK
@given(st.binary(max_size=200), st.sampled_from([".csv", ".csv.gz", ".zip", ".parquet"]))
def test_any_bytes_behind_a_healthy_header(content, suffix):
    build(f"{HEAD}\n".encode() + content, f"exclusions{suffix}")


@QUICK
@given(spoilt())
def test_a_spoilt_table(content):
    build(content)


@settings(max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.data())
def test_spoilt_fixtures_of_the_real_catalogue(data):
    files = sorted((FIXTURES / "files").glob("*.csv"))
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / "files"
        here.mkdir()
        for file in data.draw(st.lists(st.sampled_from(files), min_size=4, max_size=4, unique=True)):
            (here / file.name).write_bytes(data.draw(spoilt(file.read_bytes())))
        with contextlib.suppress(PipelineError):
            build_from_files(Job((here,), target=Path(folder) / "b.duckdb", whole=False), say=lambda _: None)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300) | spoilt())
def test_a_draft_of_anything_is_a_draft_or_a_sentence(content):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "t.csv"
        file.write_bytes(content)
        with contextlib.suppress(PipelineError):
            assert draft.draft(file)
