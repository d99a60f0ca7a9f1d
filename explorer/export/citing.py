"""Citing: how to cite figures and tables, as text, as BibTeX and as CSL-JSON."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from explorer import words
from explorer.queries import Answer, Source
from explorer.question import slug

UNDATED = "n.d."
# What TeX takes for a command, as it is printed.
ESCAPED = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\N{EN DASH}": "--",
    "\N{EM DASH}": "---",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": "``",
    "\N{RIGHT DOUBLE QUOTATION MARK}": "''",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
# Marks over and under letters, by the command that sets them: older BibTeX reads A to Z alone.
ACCENTS = dict(
    zip(
        "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327\u0328",
        "`'^~=u.\"rHvck",
        strict=True,
    )
)
# A link stays as it is, except for what would end the field or the line.
IN_LINKS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20", "\n": "", "\r": ""})


@dataclass(frozen=True)
class Work:
    """One thing to cite: a view of the app, or a published table.

    Missing  '' for what is not at hand; `accessed` None: nobody says when it was read
    """

    title: str
    publisher: str
    published: str
    url: str
    version: str
    note: str
    text: str
    accessed: date | None = None

    @property
    def key(self) -> str:
        """A word to cite it by: 'department-for-education-2025-suspension-rate-england'."""
        return slug(" ".join([self.publisher, self.published[:4], *self.title.split(", ")[:2]]))


def view_cited(answer: Answer, link: str = "", *, accessed: date | None = None) -> Work:
    """The view as a work to cite; its publisher is that of its tables."""
    sources = answer.sources
    return Work(
        title=answer.title(),
        publisher=words.listed(dict.fromkeys(one.publisher for one in sources if one.publisher)),
        published=max((one.published for one in sources), default=""),
        url=link,
        version=f"build {answer.build_id}",
        note=". ".join(filter(None, [*_tables(sources), _licences(sources), f"Build {answer.build_id}"]))
        + ".",
        text=citation(answer, link, accessed=accessed),
        accessed=accessed,
    )


def tables_work(sources: Iterable[Source], title: str, *, build_id: str, link: str, text: str) -> Work:
    """What stands on some tables as a work to cite; its publisher is theirs."""
    every = tuple(sources)
    return Work(
        title=title,
        publisher=words.listed(dict.fromkeys(one.publisher for one in every if one.publisher)),
        published=max((one.published for one in every), default=""),
        url=link,
        version=f"build {build_id}",
        note=". ".join(filter(None, [*_tables(every), _licences(every), f"Build {build_id}"])) + ".",
        text=text,
    )


def table_work(row: Mapping[Any, Any], *, build_id: str, accessed: date | None = None) -> Work:
    """A published table, as a row of the list of sources, as a work to cite."""
    said = {name: "" if value is None or value != value else str(value) for name, value in row.items()}
    of_it = f"{said['publication_title']}, {said['releases']}".strip(", ")
    dated = f", published {words.long_date(said['published'])}" if said["published"] else ""
    licence = f"Licence: {said['licence']}" if said["licence"] else ""
    opened = f" (accessed {words.long_date(accessed.isoformat())})" if accessed and said["url"] else ""
    parts = [f"{said['publisher']}, {of_it}: {said['title']}{dated}", licence, f"Build {build_id}"]
    return Work(
        title=said["title"],
        publisher=said["publisher"],
        published=said["published"],
        url=said["url"],
        version=said["releases"],
        note=". ".join(filter(None, [of_it, licence, f"Read in build {build_id}"])) + ".",
        text=". ".join(filter(None, [*parts, f"{said['url']}{opened}"])),
        accessed=accessed,
    )


def bibtex(work: Work) -> str:
    """The work as a BibTeX entry, in letters that every TeX can read.

    Missing  the year is n.d. where the day of publication is not at hand
    """
    fields = {
        "author": f"{{{escaped(work.publisher)}}}",
        "title": f"{{{escaped(work.title)}}}",
        "year": work.published[:4] or UNDATED,
        "publisher": escaped(work.publisher),
        "type": "Data set",
        "version": escaped(work.version),
        "url": work.url.translate(IN_LINKS),
        "urldate": work.accessed.isoformat() if work.accessed and work.url else "",
        "note": escaped(work.note),
    }
    lines = [f"  {name:9} = {{{text}}}," for name, text in fields.items() if text.strip("{}")]
    return "\n".join([f"@misc{{{work.key or 'figures'},", *lines, "}"])


def escaped(text: str) -> str:
    """The text as TeX prints it, accents as commands; letters without such a command stay as they are."""
    spelt = [ESCAPED.get(sign) or _accented(sign) for sign in " ".join(text.split())]
    return "".join(spelt)


def _accented(sign: str) -> str:
    letter, *marks = list(unicodedata.normalize("NFD", sign))
    if not marks or not letter.isascii() or any(mark not in ACCENTS for mark in marks):
        return sign
    for mark in marks:
        letter = f"{{\\{ACCENTS[mark]}{{{letter}}}}}"
    return letter


def csl_json(work: Work) -> str:
    """The work as CSL-JSON, which Zotero, Word's add-ins and pandoc read.

    Missing  no `issued` where the day of publication is not at hand
    """
    item: dict[str, object] = {
        "id": work.key or "figures",
        "type": "dataset",
        "title": work.title,
        "author": [{"literal": work.publisher}] if work.publisher else [],
        "issued": _date_parts(work.published),
        "accessed": _date_parts(work.accessed.isoformat()) if work.accessed and work.url else None,
        "publisher": work.publisher,
        "URL": work.url,
        "version": work.version,
        "note": work.note,
    }
    return json.dumps([{name: said for name, said in item.items() if said}], ensure_ascii=False, indent=2)


def _date_parts(day: str) -> dict[str, list[list[int]]] | None:
    parts = [int(part) for part in day[:10].split("-") if part.isdigit()]
    return {"date-parts": [parts]} if parts else None


def citation(answer: Answer, link: str = "", *, accessed: date | None = None) -> str:
    """How to cite the figures in full: publisher, publication, tables, releases, licence, link, date."""
    opened = f" (accessed {words.long_date(accessed.isoformat())})" if accessed else ""
    parts = [
        *_tables(answer.sources),
        _licences(answer.sources),
        f"Figures shown: {answer.title()}",
        f"Build {answer.build_id}",
        f"{link}{opened}" if link else "",
    ]
    return ". ".join(part.rstrip(".") for part in parts if part) + ("" if link else ".")


def citation_short(answer: Answer) -> str:
    """How to cite the figures under a chart: 'Source: Department for Education, Pupil absence, 2023/24'."""
    return short_citation(answer.sources)


def short_citation(sources: Iterable[Source]) -> str:
    """How to cite tables in a line."""
    every = tuple(sources)
    cited = []
    for publication in _publications(every):
        of_it = [source for source in every if source.publication == publication]
        releases = words.listed(dict.fromkeys(source.release for source in of_it if source.release))
        first = of_it[0]
        cited.append(", ".join(filter(None, [first.publisher, first.publication_title, releases])))
    return f"Source: {'; '.join(cited)}" if cited else "Source: none, as nothing is published"


def table_cited(source: Source) -> str:
    """How to cite one table in one release."""
    return _cited([source], source.publication)


def tables_cited(sources: Iterable[Source]) -> str:
    """How to cite tables in full, with their licence."""
    every = tuple(sources)
    return ". ".join(filter(None, [*_tables(every), _licences(every)])) + "."


def _tables(sources: Iterable[Source]) -> list[str]:
    every = tuple(sources)
    return [_cited(every, publication) for publication in _publications(every)]


def _licences(sources: Iterable[Source]) -> str:
    licences = words.listed(dict.fromkeys(source.licence for source in sources if source.licence))
    return f"Licence: {licences}" if licences else ""


def _publications(sources: Iterable[Source]) -> list[str]:
    return list(dict.fromkeys(source.publication for source in sources))


def _cited(sources: Iterable[Source], publication: str) -> str:
    of_it = [source for source in sources if source.publication == publication]
    tables = dict.fromkeys(_table(source) for source in of_it)
    return f"{of_it[0].publisher}, {of_it[0].publication_title}: {'; '.join(tables)}"


def _table(source: Source) -> str:
    release = ", ".join(filter(None, [source.release, _published(source)]))
    return f"{source.title} ({release})" if release else source.title


def _published(source: Source) -> str:
    return f"published {words.long_date(source.published)}" if source.published else ""
