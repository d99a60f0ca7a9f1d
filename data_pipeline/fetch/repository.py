"""Repository: the newest file of a folder of one of the publisher's repositories of code."""

from __future__ import annotations

from data_pipeline.catalogue import Source
from data_pipeline.errors import FetchError
from data_pipeline.fetch.arrived import Promise
from data_pipeline.fetch.resolve import title_fits
from data_pipeline.fetch.routes import Carrier, Landed, Route
from data_pipeline.fetch.shapes import count, maybe_dict, text
from data_pipeline.raw import Facts
from data_pipeline.words import dated


class Repository:
    """The publisher's repositories of code, as far as the pipeline uses them."""

    def __init__(self, carrier: Carrier) -> None:
        """Take the carrier, whose client asks."""
        self.carrier = carrier
        self.settings = carrier.client.settings

    def find(self, source: Source) -> Facts:
        """The file of the source's folder whose name has its words and the last year.

        Raises  FetchError that names the candidates, where none or several fit
        """
        url = f"{self.settings.code_base}/{source.folder}"
        entries = self._entries(url)
        fitting = [entry for entry in entries if title_fits(source, text(entry, "name", url=url))]
        newest = max((dated(str(entry["name"])) for entry in fitting), default=(0, 0, 0))
        chosen = [entry for entry in fitting if newest[0] and dated(str(entry["name"])) == newest]
        if len(chosen) != 1:
            named = ", ".join(str(entry.get("name")) for entry in (chosen or entries)[:12])
            raise FetchError(
                f"{source.id}: {len(chosen)} files of {source.folder} fit, expected one with "
                f"{' and '.join(source.title_has)} and a year in its name. Found: {named}. "
                "Change [find] in the source to what the file is called now."
            )
        return self._facts(source, chosen[0], url=url)

    def bring(self, facts: Facts, *, same: str = "") -> Landed:
        """The file, byte for byte the one that the repository keeps under its hash.

        Raises  FetchError where it came otherwise
        """
        promise = Promise(bytes=facts.bytes, blob=facts.file_id)
        return self.carrier.bring(facts, [Route("repository", facts.url, promise)], same=same)

    def _entries(self, url: str) -> list[dict[str, object]]:
        listed = self.carrier.client.json(url)
        if not isinstance(listed, list):
            raise FetchError(f"{url}: answered with no list of files. Look at the folder in a browser.")
        return [entry for entry in map(maybe_dict, listed) if entry.get("type") == "file"]

    def _facts(self, source: Source, entry: dict[str, object], *, url: str) -> Facts:
        name, there = text(entry, "name", url=url), text(entry, "download_url", url=url)
        if not self.settings.allows(there, asked=url):
            raise FetchError(f"{source.id}: {name} is said to be at {there}, which is not the publisher's.")
        return Facts(
            source=source.id,
            sha256="",
            file_name=name,
            title=name,
            publication=source.publication,
            release=str(dated(name)[0]),
            data_set_file_id=text(entry, "path", url=url),
            file_id=text(entry, "sha", url=url),
            bytes=count(entry, "size", url=url),
            url=there,
        )
