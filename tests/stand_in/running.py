"""Running: a stand-in as the fixture of a file of tests, and as what the pipeline's commands ask."""

import contextlib

import pytest

from tests.stand_in import stand_in


@contextlib.contextmanager
def asked_by_commands(world, monkeypatch):
    """Give a stand-in of this world, and let every command ask there."""
    with stand_in(world) as running:
        for name, word in running.environment.items():
            monkeypatch.setenv(name, word)
        yield running


def service_of(world, *, scope="function"):
    """A fixture: a stand-in of a new one of these worlds."""

    @pytest.fixture(scope=scope)
    def service():
        with stand_in(world()) as running:
            yield running

    return service


def commands_service_of(world):
    """The same, which the pipeline's commands ask; they work in a folder of the test's own."""

    @pytest.fixture
    def service(monkeypatch, tmp_path):
        monkeypatch.setenv("INCLUSION_DATA", str(tmp_path / "data"))
        with asked_by_commands(world(), monkeypatch) as running:
            yield running

    return service
