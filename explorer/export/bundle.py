"""Bundle: a ZIP of the rows, a text for readers, and a Frictionless data package for machines."""

import hashlib
import io
import json
import textwrap
import zipfile
from collections.abc import Iterable
from typing import Any

from explorer.export.columns import Column
from explorer.export.extracting import Extract
from explorer.export.plain import csv_of
from explorer.export.telling import About
from explorer.export.texts import MARK, csv_text, how_to_hash, ready
from explorer.question import slug

SOURCE_COLUMNS = {
    "source": "Id of the table.",
    "release": "The release that the figures come from.",
    "title": "Title of the table.",
    "publication": "Publication that the table belongs to.",
    "publisher": "Who published it.",
    "published": "Day of publication, where it is at hand.",
    "retrieved": "Day on which it was retrieved, where it is at hand.",
    "obtained_from": "Where it was retrieved from.",
    "file_name": "Name of the file.",
    "sha256": "Hash of the file.",
    "licence": "Licence.",
    "licence_url": "Address of the licence.",
    "url": "Address of the publication.",
}
WIDTH = 100


def zip_of(taken: Extract) -> bytes:
    """The extract as a ZIP: data.csv, sources.csv, readme.txt, and metadata.json that describes them."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as bundle:
        data = csv_of(taken)
        bundle.writestr("data.csv", data)
        of_data = (len(data), hashlib.sha256(data).hexdigest())
        add_words(bundle, taken.about, columns=taken.columns, figures=taken.figures, data=of_data)
    return stored.getvalue()


def add_words(
    bundle: zipfile.ZipFile,
    about: About,
    *,
    columns: tuple[Column, ...],
    figures: tuple[str, ...],
    data: tuple[int, str],
) -> None:
    """Puts beside data.csv, of these columns and this size and hash, all that is to be said of it."""
    sources = MARK + csv_text([list(SOURCE_COLUMNS), *_source_rows(about)]).encode("utf-8")
    resources = [
        _resource("data", _schema(about, columns, figures=figures), size=data),
        _resource("sources", _of_sources(), size=(len(sources), hashlib.sha256(sources).hexdigest())),
    ]
    package = json.dumps(_package(about, resources), ensure_ascii=False, indent=2)
    bundle.writestr("readme.txt", readme(about, columns, figures=figures).encode("utf-8"))
    bundle.writestr("metadata.json", package.encode("utf-8"))
    bundle.writestr("sources.csv", sources)


def readme(about: About, columns: Iterable[Column], *, figures: tuple[str, ...]) -> str:
    """What the files are, in words."""
    fields = "\n\n".join(f"{heading}\n{_listed(lines)}" for heading, lines in about.told())
    rows = "\n".join(f"  {one.name}: {one.described}" for one in columns)
    files = (
        "  data.csv: the rows, one line each; UTF-8 with a byte order mark, commas, first line the names\n"
        "  sources.csv: the published tables that they come from\n"
        "  metadata.json: the same for machines, a Frictionless data package\n"
        "  readme.txt: this text"
    )
    hashed = textwrap.indent(how_to_hash(figures), "  ")
    return (
        f"{about.title}\n\nFiles\n{files}\n\n{fields}\n\nColumns of data.csv\n{rows}\n\n"
        "How to work out the SHA-256 of the figures again, with Python and pandas\n"
        f"{hashed}\n\nText that a spreadsheet would take for a formula begins with an apostrophe.\n"
    )


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(
        textwrap.fill(
            " ".join(line.split()),
            WIDTH,
            initial_indent="  ",
            subsequent_indent="    ",
            # links and hashes stay whole, so that they can be copied
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in lines
    )


def _source_rows(about: About) -> list[list[object]]:
    found = about.as_dict()["sources"]
    return [ready(one[name] for name in SOURCE_COLUMNS) for one in found]


def _package(about: About, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The description of the files as a data package."""
    licences = {one.licence: one.licence_url for one in about.sources if one.licence}
    return {
        "profile": "tabular-data-package",
        "name": slug(about.title)[:100].strip("-") or "figures",
        "title": about.title,
        "description": about.sentence,
        "created": f"{about.made.isoformat()}T00:00:00Z",
        "version": about.build_id,
        "licenses": [
            {"title": title, **({"path": path} if path else {})} for title, path in licences.items()
        ],
        "sources": [
            {"title": title, **({"path": path} if path else {})}
            for title, path in dict.fromkeys((one.title, one.url) for one in about.sources)
        ],
        "about": about.as_dict(),
        "resources": resources,
    }


def _resource(name: str, schema: dict[str, Any], *, size: tuple[int, str]) -> dict[str, Any]:
    length, digest = size
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "header": True},
        "bytes": length,
        "hash": f"sha256:{digest}",
        "schema": schema,
    }


def _schema(about: About, columns: tuple[Column, ...], *, figures: tuple[str, ...]) -> dict[str, Any]:
    """Names, types, units, what missing values mean, and what the sources are called."""
    to_sources = {"fields": ["source"], "reference": {"resource": "sources", "fields": ["source"]}}
    return {
        "fields": [_field(one, about) for one in columns],
        "missingValues": [""],
        **({"foreignKeys": [to_sources]} if any(one.name == "source" for one in columns) else {}),
        "figures": list(figures),
    }


def _field(column: Column, about: About) -> dict[str, Any]:
    units = {"value": "unit", "shown_value": "shown_unit"}
    name = column.name
    described: dict[str, Any] = {"name": name, "type": column.kind, "description": column.told}
    if column.unit:
        described["unit"] = [column.unit]
    elif name in units:
        described["unit"] = [one[units[name]] for one in about.as_dict()["measures"]]
        described["unitField"] = units[name]
    if name == "symbol":
        known = [(sign, meaning) for sign, meaning in about.symbols if sign]
        described["categories"] = [{"value": sign, "label": meaning} for sign, meaning in known]
        if known:
            described["constraints"] = {"enum": list(dict(known))}
    return described


def _of_sources() -> dict[str, Any]:
    fields = [{"name": name, "type": "string", "description": told} for name, told in SOURCE_COLUMNS.items()]
    return {"fields": fields, "missingValues": [""]}
