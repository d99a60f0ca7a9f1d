"""Features: the newest boundaries of a publisher's open map service, page by page into one file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from data_pipeline.catalogue import Source
from data_pipeline.errors import FetchError
from data_pipeline.fetch.arrived import Unfit, pack
from data_pipeline.fetch.client import AGAIN, Again, Params, RefusedError
from data_pipeline.fetch.resolve import title_fits
from data_pipeline.fetch.routes import Carrier, Landed, once_more
from data_pipeline.fetch.shapes import count, items, maybe_dict, text
from data_pipeline.raw import Facts
from data_pipeline.words import MONTHS, dated, normal

PAGE_SIZE = 500  # an area's outline is long: more on a page may take the service too long
MOST_PAGES = 60


@dataclass(frozen=True)
class _Layer:
    """One layer of a service: how its areas are asked for, and when they were last edited."""

    url: str
    order: str
    page_size: int
    edited: str


class Features:
    """The publisher's open services of boundaries, as far as the pipeline uses them."""

    def __init__(self, carrier: Carrier) -> None:
        """Take the carrier, whose client asks."""
        self.carrier = carrier
        self.base = carrier.client.settings.features_base

    def find(self, source: Source) -> Facts:
        """The newest service whose name has the source's words.

        Raises  FetchError that names the candidates, where none or several fit
        """
        name = self._newest(source)
        layer = self._layer(f"{self.base}/{name}/FeatureServer")
        year, month, _ = dated(name)
        return Facts(
            source=source.id,
            sha256="",
            file_name=f"{name}.geojson",
            title=name.replace("_", " "),
            publication=source.publication,
            release=f"{MONTHS[month - 1]} {year}",
            release_slug=f"{year}-{month:02}",
            data_set_file_id=name,
            file_id=layer.edited,
            last_updated=_day(layer.edited),
            url=layer.url,
        )

    def bring(self, facts: Facts, *, same: str = "") -> Landed:
        """Every area of a service in one file, as GeoJSON; `same` is the hash that it must have, if any.

        Raises  FetchError where the areas are not as many as the service says
        """
        layer = self._layer(facts.url.rpartition("/")[0])
        gather = once_more(lambda: self._gathered(layer, facts))
        try:
            found = self.carrier.client.patiently(gather, layer.url)
        except Unfit as unfit:
            raise FetchError(f"{facts.source}: `{facts.title}` could not be fetched: {unfit}.") from unfit
        body = _collection(facts.data_set_file_id, found)
        sha256 = hashlib.sha256(body).hexdigest()
        if same and sha256 != same:
            raise FetchError(f"{facts.source}: not the locked file (sha256 {sha256[:12]}…). Fetch it afresh.")
        part = self.carrier.folder / f"{facts.source}.part"
        part.write_bytes(body)
        pack(part, part.with_suffix(".whole"))
        header = tuple(maybe_dict(maybe_dict(found[0]).get("properties")))
        told = replace(facts, sha256=sha256, bytes=len(body), rows=len(found), header=header)
        return Landed(part.with_suffix(".whole"), told)

    def _newest(self, source: Source) -> str:
        answer = self._ask(self.base, {})
        listed = [maybe_dict(one) for one in items(answer, "services", url=self.base)]
        names = [str(one.get("name")) for one in listed if one.get("type") == "FeatureServer"]
        fitting = [name for name in names if title_fits(source, name) and dated(name)[1]]
        if not fitting:
            near = [name for name in names if "unitary" in normal(name)] or names
            raise FetchError(
                f"{source.id}: none of {len(names):,} services fits. Wanted a name with "
                f"{' and '.join(source.title_has)}, a month and a year. Near: {', '.join(near[:12])}. "
                "Change [find] in the source to what the service is called now."
            )
        newest = max(map(dated, fitting))
        chosen = [name for name in fitting if dated(name) == newest]
        if len(chosen) > 1:
            raise FetchError(
                f"{source.id}: {len(chosen)} services fit: {', '.join(chosen)}. "
                "Add words to `title_lacks` in its [find] until one is left."
            )
        return chosen[0]

    def _layer(self, service: str) -> _Layer:
        """The one layer of a service; its number is 0 as a rule, and not always."""
        layers = items(self._ask(service, {}), "layers", url=service)
        if len(layers) != 1:
            raise FetchError(f"{service}: {len(layers)} layers, expected one. Look at it in a browser.")
        url = f"{service}/{count(layers[0], 'id', url=service)}"
        told = self._ask(url, {})
        kind = text(told, "geometryType", url=url)
        if kind != "esriGeometryPolygon":
            raise FetchError(f"{url}: holds {kind}, expected areas. Change [find] in the source.")
        edited = maybe_dict(maybe_dict(told).get("editingInfo"))
        return _Layer(
            url=url,
            order=text(told, "objectIdField", url=url),
            page_size=min(PAGE_SIZE, max(1, count(told, "maxRecordCount", url=url))),
            edited=str(edited.get("dataLastEditDate") or edited.get("lastEditDate") or ""),
        )

    def _gathered(self, layer: _Layer, facts: Facts) -> list[object]:
        """Every area, held against the number that the service says and against being sent twice.

        Raises  Unfit where there are too few, too many, or the same ones again
        """
        self.carrier.progress.again(facts.name)
        asked = {"where": "1=1", "returnCountOnly": "true"}
        promised = count(self._ask(f"{layer.url}/query", asked), "count", url=layer.url)
        found = [area for page in self._pages(layer) for area in self._told(page, facts)]
        ids = {json.dumps(_id(area, layer)) for area in found}
        if len(found) != promised or not found:
            raise Unfit(f"{len(found):,} areas where {promised:,} were promised")
        if len(ids) != len(found):
            raise Unfit(f"{len(found) - len(ids):,} areas twice")
        return found

    def _pages(self, layer: _Layer) -> Iterator[list[object]]:
        """The areas page by page, for as long as the service says that there are more."""
        asked = {"where": "1=1", "outFields": "*", "outSR": "4326", "orderByFields": layer.order}
        url, offset = f"{layer.url}/query", 0
        for _ in range(MOST_PAGES):
            window = {"resultOffset": offset, "resultRecordCount": layer.page_size}
            answer = self._ask(url, {**asked, **window}, form="geojson")
            areas = items(answer, "features", url=url)
            yield areas
            if not _has_more(answer):
                return
            offset += len(areas) or layer.page_size  # a page may be empty and not the last
        raise Unfit(f"more than {MOST_PAGES} pages")

    def _told(self, page: list[object], facts: Facts) -> list[object]:
        size = sum(len(json.dumps(area)) for area in page)
        self.carrier.progress.add(facts.name, size, total=None)
        return page

    def _ask(self, url: str, params: Params, *, form: str = "json") -> object:
        return self.carrier.client.json(url, {**params, "f": form}, judge=lambda found: _judge(found, url))


def _judge(found: object, url: str) -> None:
    """Raise what an answer of 200 says went wrong: this kind of service puts its status into the body."""
    error = maybe_dict(found).get("error")
    if error is None:
        return
    told = maybe_dict(error)
    code = told.get("code")
    status = code if isinstance(code, int) else 500
    said = f"answered 200 with error {status}: {str(told.get('message') or 'no reason given')[:200]}"
    if status in AGAIN:
        raise Again(said)
    raise RefusedError(f"{url}: {said.rstrip('.')}.", status)


def _has_more(answer: object) -> bool:
    """Whether there are more areas than came; in GeoJSON it stands among the properties, if it is said."""
    told = maybe_dict(answer)
    return any(one.get("exceededTransferLimit") is True for one in (told, maybe_dict(told.get("properties"))))


def _collection(name: str, areas: list[object]) -> bytes:
    """One file of all the areas: the same areas give the same bytes."""
    body = {"type": "FeatureCollection", "name": name, "features": areas}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _id(area: object, layer: _Layer) -> object:
    told = maybe_dict(area)
    return told.get("id", maybe_dict(told.get("properties")).get(layer.order))


def _day(milliseconds: str) -> str:
    """The day of a moment that is told in milliseconds since 1970; empty where none is told."""
    if not milliseconds.isdigit():
        return ""
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC).date().isoformat()
