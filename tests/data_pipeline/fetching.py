"""Fetching: a small publication to fetch from, and a store to fetch into, for the tests of the client."""

import io
from dataclasses import dataclass
from pathlib import Path

from data_pipeline import catalogue
from data_pipeline.fetch import Errand, Progress, bring
from tests.stand_in import DataFile, World
from tests.stand_in.zoo import INDICATORS, SLUG, TITLE, exclusions

SOURCE = f"""
title = "Exclusions by geography"
publication = "{SLUG}"
publication_title = "{TITLE}"

[find]
file_has = ["exc_geography"]
title_has = ["by geography"]
title_lacks = ["school level", "term"]
levels = ["National", "Regional", "Local authority"]

[columns]
fixed_excl = "suspension"

[[figures]]
measure = "suspension_rate"
value = "susp_rate"
numerator = "suspension"
denominator = "headcount"
school_type = {{ column = "education_phase" }}

[expect]
key = ["time_period", "geographic_level", "region_code", "old_la_code", "education_phase"]
rows = {{ min = 3 }}
"""
NAME = "exclusions_by_geography"


def world():
    """Return a publication whose newest release is of a term, and which has look-alikes."""
    made = World()
    publication = made.publication(SLUG, TITLE)
    released = {
        "2022-23": ("Academic year 2022/23", "2024-07-18"),
        "2023-24": ("Academic year 2023/24", "2025-07-10"),
        "2024-25-autumn-term": ("Autumn term 2024/25", "2025-11-20"),
    }
    for slug, (title, published) in released.items():
        release = made.release(publication, slug, title=title, published=published)
        add(made, release, f"{TITLE} - by geography", "exc_geography.csv")
        add(made, release, f"{TITLE} - school level, by geography", "exc_school.csv")
    return made


def add(made, release, title, name, *, text="", api=False):
    year = release.slug[:4] + release.slug[5:7]
    body = (text or exclusions(year)).encode()
    return made.file(release, DataFile(title, name, body, indicators=INDICATORS), api=api)


def file_of(made, slug, name="exc_geography.csv"):
    return next(f for f in made.files() if f.release.slug == slug and f.file_name == name)


@dataclass
class Place:
    """A folder of sources, a store and a lock file."""

    folder: Path

    @property
    def store(self):
        return self.folder / "raw"

    @property
    def lock_file(self):
        return self.folder / "sources.lock.json"

    def sources(self, *more, text=SOURCE):
        folder = self.folder / "sources"
        folder.mkdir(exist_ok=True)
        for name, words in [(NAME, text), *more]:
            (folder / f"{name}.toml").write_text(words, encoding="utf-8")
        return catalogue.load(folder)

    def fetch(self, service, *more, text=SOURCE, locked=False, **settings):
        """Return what came of each source."""
        errand = Errand(
            self.sources(*more, text=text),
            self.store,
            self.lock_file,
            service.settings(**settings),
            locked=locked,
        )
        return bring(errand, Progress(io.StringIO()))

    def fetch_one(self, service, **more):
        (outcome,) = self.fetch(service, **more)
        return outcome
