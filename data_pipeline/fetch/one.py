"""One: any single file of the service, by its id or the address of its page, whether declared or not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from data_pipeline.errors import FetchError
from data_pipeline.fetch.arrived import Promise
from data_pipeline.fetch.client import Client, RefusedError
from data_pipeline.fetch.progress import Progress
from data_pipeline.fetch.routes import Carrier, routes
from data_pipeline.fetch.service import Detail, Service
from data_pipeline.fetch.settings import Settings
from data_pipeline.raw import Facts

# any shape of GUID: the ids of the public API are not all of one version
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class Obtained:
    """A file that was fetched for itself, and what the catalogue says of it."""

    path: Path
    title: str
    publication: str
    publication_title: str


def obtain(reference: str, folder: Path, *, settings: Settings) -> Obtained:
    """The file of a data-set id, of the catalogue or the public API, or of an address that holds one.

    Raises  FetchError where the reference holds no id, or the service knows none such
    """
    found = ID.search(reference)
    if not found:
        raise FetchError(
            f"{reference}: neither a file here nor a data-set id. Name a CSV file, a data-set id, or the "
            "address of a page of the data catalogue."
        )
    client = Client(settings)
    progress = Progress()
    try:
        catalogue_id, detail = _detail(Service(client), found[0].lower())
        facts = Facts(
            source=Path(detail.file_name).stem,
            sha256="",
            file_name=detail.file_name,
            title=detail.title,
            data_set_file_id=catalogue_id,
            file_id=detail.file_id,
            release_version_id=detail.release_version_id,
        )
        progress.expect(1)
        ways = routes(facts, Promise(lines=detail.rows), settings=settings)
        landed = Carrier(client, folder, progress).bring(facts, ways)
    finally:
        client.stop()
        progress.close()
    path = landed.path.replace(folder / Path(detail.file_name).name)
    return Obtained(path, detail.title, detail.publication, detail.publication_title)


def _detail(service: Service, wanted: str) -> tuple[str, Detail]:
    """The catalogue's id of a file and what it says of it; an id of the public API leads there."""
    try:
        return wanted, service.detail(wanted)
    except RefusedError as refused:
        if refused.status != 404:
            raise
    try:
        catalogue_id = service.api_set(wanted).data_set_file_id
    except RefusedError as refused:
        raise FetchError(f"{wanted}: neither the data catalogue nor the public API knows it.") from refused
    return catalogue_id, service.detail(catalogue_id)
