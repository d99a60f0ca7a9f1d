"""Maps: the open services of boundaries of the stand-in, whose errors come with status 200."""

import json
from dataclasses import dataclass, field

from tests.stand_in.wire import Reply, json_reply

PAGE = b"<html><head><title>ArcGIS REST Services Directory</title></head></html>"


@dataclass
class MapService:
    """One service of one layer: its areas as GeoJSON, and how many of them it sends at once."""

    name: str
    areas: list = field(default_factory=list)
    layer: int = 0
    edited: int = 1_736_812_800_000
    most: int = 2000
    empty_pages: int = 0  # pages with nothing on them that are not the last
    lost: int = 0  # areas that it counts and does not send
    kind: str = "esriGeometryPolygon"
    tells_among_properties: bool = True


def answer(world, asked, path):
    """Return the reply to a path under the base of the services; for a person's browser a page."""
    if asked.parameters.get("f") not in ("json", "pjson", "geojson"):
        return Reply(200, PAGE, {"Content-Type": "text/html; charset=utf-8"})
    words = path.strip("/").split("/")
    if words == [""]:
        services = [{"name": one.name, "type": "FeatureServer", "url": ""} for one in world.maps]
        services += [{"name": f"{one.name}_tiles", "type": "MapServer", "url": ""} for one in world.maps]
        return json_reply({"currentVersion": 11.5, "services": services})
    found = next((one for one in world.maps if one.name == words[0]), None)
    if not found or words[1:2] != ["FeatureServer"]:
        return _error(400, "Invalid URL")
    return _service(found, asked, words[2:])


def _service(found, asked, words):
    match words:
        case []:
            return json_reply({"serviceDescription": "", "layers": [{"id": found.layer, "name": found.name}]})
        case [number] if number == str(found.layer):
            return json_reply(_layer(found))
        case [number, "query"] if number == str(found.layer):
            return _query(found, asked.parameters)
    return _error(400, "Invalid URL")


def _layer(found):
    return {
        "id": found.layer,
        "name": found.name,
        "geometryType": found.kind,
        "objectIdField": "FID",
        "maxRecordCount": found.most,
        "copyrightText": "Source: Office for National Statistics licensed under the OGL",
        "editingInfo": {"lastEditDate": found.edited, "dataLastEditDate": found.edited},
        "fields": [{"name": "FID", "type": "esriFieldTypeOID"}],
    }


def _query(found, asked):
    if not asked.get("where"):
        return _error(400, "Cannot perform query. Invalid query parameters.")
    if asked.get("returnCountOnly") == "true":
        return json_reply({"count": len(found.areas) + found.lost})
    start = int(asked.get("resultOffset", 0))
    size = min(int(asked.get("resultRecordCount", found.most)), found.most)
    if found.empty_pages:
        found.empty_pages -= 1
        return _areas(found, [], has_more=True)
    some = found.areas[start : start + size]
    return _areas(found, some, has_more=start + len(some) < len(found.areas))


def _areas(found, areas, *, has_more):
    body = {"type": "FeatureCollection", "features": areas}
    told = {"exceededTransferLimit": True}
    if has_more:
        body |= {"properties": told} if found.tells_among_properties else told
    return json_reply(body)


def _error(code, message):
    return json_reply({"error": {"code": code, "message": message, "details": []}})


def areas_of(path):
    """Return the areas of a GeoJSON file."""
    return json.loads(path.read_text(encoding="utf-8"))["features"]
