"""Resolve: which of a publication's files is a source's, newest first, and never a guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from data_pipeline.catalogue import Source
from data_pipeline.errors import FetchError
from data_pipeline.fetch.service import Listed
from data_pipeline.words import normal

HeaderOf = Callable[[Listed], tuple[str, ...]]
_TERM = re.compile(r"\b(autumn|spring|summer)\b")
_WEEK = re.compile(r"\bweek (\d{1,2})\b")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
FIRST_WEEK = 36  # of a school year
MOST_NAMED = 12


def choose(source: Source, files: Iterable[Listed], *, header_of: HeaderOf) -> tuple[Listed, ...]:
    """The newest file of the source; of a source of `every_year`, the newest of each school year.

    Raises  FetchError that names the candidates, where none or several fit
    """
    files = tuple(files)
    fitting = [file for file in files if fits(source, file)]
    if not fitting:
        raise _none(source, files)
    years: dict[int, list[Listed]] = {}
    for file in fitting:
        years.setdefault(school_year(file) if source.every_year else 0, []).append(file)
    return tuple(
        _only(source, _newest(years[year]), header_of=header_of) for year in sorted(years, reverse=True)
    )


def fits(source: Source, file: Listed) -> bool:
    """Whether title, geographic levels and kind of release are those of the source."""
    kind_fits = source.release in ("any", kind(file))
    return kind_fits and title_fits(source, file.title) and set(source.levels) <= set(file.levels)


def kind(file: Listed) -> str:
    """What the file's release covers: a `year`, a `term` (or two), or a `week`."""
    words = normal(f"{file.release_slug} {file.release}")
    if _WEEK.search(words):
        return "week"
    return "term" if _TERM.search(words) else "year"


def school_year(file: Listed) -> int:
    """The first calendar year of the school year of a file's release; 0 where its name has no year."""
    words = normal(file.release_slug)
    found = _YEAR.search(words) or _YEAR.search(normal(file.release))
    if not found:
        return 0
    week = _WEEK.search(normal(f"{file.release_slug} {file.release}"))
    early = bool(week) and int(week[1]) < FIRST_WEEK if week else False
    return int(found[1]) - early


def title_fits(source: Source, title: str) -> bool:
    """Whether a title has the words that the source wants, and none that it does not want."""
    has = all(any(_in(word, title) for word in words.split("|")) for words in source.title_has)
    return has and not any(_in(word, title) for word in source.title_lacks)


def _in(word: str, title: str) -> bool:
    """Whether words of the title begin as these do: `characteristic` is in `by pupil characteristics`."""
    return f" {normal(word)}" in f" {normal(title)}"


def _newest(files: Sequence[Listed]) -> list[Listed]:
    """The files of the newest release; a correction of an old year does not make that year the newest."""
    newest = max(files, key=lambda file: (school_year(file), file.published))
    return [file for file in files if file.release_slug == newest.release_slug]


def _only(source: Source, files: Sequence[Listed], *, header_of: HeaderOf) -> Listed:
    """The one file whose columns are the source's; among several, the one of the declared API set or name."""
    lacking = {file: _lacking(source, header_of(file)) for file in files}
    whole = [file for file in files if not lacking[file]]
    if not whole:
        raise _unlike(source, lacking)
    for told in (_is_the_api_set, _is_named):
        narrowed = [file for file in whole if told(source, file)]
        whole = narrowed if len(whole) > 1 and narrowed else whole
    if len(whole) > 1:
        raise FetchError(
            f"{source.id}: {len(whole)} files fit: {_named(whole)}. "
            "Add words to `title_has` or `title_lacks` in its [find] until one is left."
        )
    return whole[0]


def _is_the_api_set(source: Source, file: Listed) -> bool:
    return bool(source.api) and file.api_id == source.api


def _is_named(source: Source, file: Listed) -> bool:
    name = file.file_name.lower()
    return any(part in name for part in source.file_has) and not any(p in name for p in source.file_lacks)


def _lacking(source: Source, header: Iterable[str]) -> tuple[str, ...]:
    header = tuple(header)
    if source.header:  # a file without names: only their number can be compared
        return () if len(source.header) == len(header) else source.header
    return tuple(sorted(source.required - {source.columns.get(column, column) for column in header}))


def _none(source: Source, files: Sequence[Listed]) -> FetchError:
    titled = [file for file in files if title_fits(source, file.title)]
    near = titled or files
    wanted = f"a title with {' and '.join(words.replace('|', ' or ') for words in source.title_has)}"
    wanted += "" if source.release == "any" else f", a release of a {source.release}"
    if source.levels:
        wanted += f", levels {', '.join(source.levels)}"
    count = f"{len(near)} of that title but another release or level" if titled else f"{len(near)} files"
    return FetchError(
        f"{source.id}: no file of {source.publication} fits. Wanted {wanted}. Found {count}: {_named(near)}. "
        "Change [find] in the source to what the file is called now."
    )


def _unlike(source: Source, lacking: dict[Listed, tuple[str, ...]]) -> FetchError:
    told = "; ".join(f"{file} has no column {', '.join(missing)}" for file, missing in lacking.items())
    return FetchError(
        f"{source.id}: no file has its columns: {told}. "
        "If they were renamed, add the new names to [columns] in the source."
    )


def _named(files: Sequence[Listed]) -> str:
    shown = ", ".join(map(str, files[:MOST_NAMED]))
    return shown + (f" and {len(files) - MOST_NAMED} more" if len(files) > MOST_NAMED else "")
