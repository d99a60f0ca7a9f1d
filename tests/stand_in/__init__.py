"""Stand-in: a small imitation of the publisher's service, on the loopback, as awkward as the real one."""

import contextlib
import threading

from data_pipeline.fetch import Settings
from tests.stand_in import api, code, content, maps, site
from tests.stand_in.maps import MapService
from tests.stand_in.wire import Fault, Server
from tests.stand_in.world import DataFile, World

API, CONTENT = "/statistics/v1", "/api"
MAPS, CODE, CODE_FILES = "/maps/rest/services", "/code/repos", "/code/files"


class StandIn:
    """A running stand-in: its world, what it was asked, and what is to go wrong next."""

    def __init__(self, world):
        self.world = world
        self.server = Server(self._answer)

    def _answer(self, asked):
        if asked.path.lower().startswith(f"{API}/"):
            return api.answer(self.world, asked, asked.path[len(API) :])
        if asked.path.startswith(MAPS):
            return maps.answer(self.world, asked, asked.path[len(MAPS) :])
        if asked.path.startswith(f"{CODE}/"):
            files = self.address + CODE_FILES
            return code.listing(self.world, asked, asked.path[len(CODE) :], files=files)
        if asked.path.startswith(f"{CODE_FILES}/"):
            return code.file(self.world, asked, asked.path[len(CODE_FILES) :])
        if asked.path.startswith(f"{CONTENT}/"):
            return content.answer(self.world, asked, asked.path[len(CONTENT) :])
        return site.answer(self.world, asked, asked.path)

    @property
    def address(self):
        return self.server.address

    @property
    def bases(self):
        return {
            "api_base": self.address + API,
            "content_base": self.address + CONTENT,
            "site_base": self.address,
            "features_base": self.address + MAPS,
            "code_base": self.address + CODE,
            "code_files_base": self.address + CODE_FILES,
        }

    @property
    def environment(self):
        """Return the settings of a pipeline that asks here, in a hurry."""
        bases = {f"INCLUSION_{name.upper()}": word for name, word in self.bases.items()}
        quick = {"INCLUSION_SHORTEST_WAIT_SECONDS": "0.01", "INCLUSION_LONGEST_WAIT_SECONDS": "0.05"}
        return bases | quick | {"NO_PROXY": "127.0.0.1"}

    def settings(self, **changed):
        quick = {"shortest_wait_seconds": 0.01, "longest_wait_seconds": 0.05, "answer_seconds": 5.0}
        patience = {"silence_seconds": 5.0, "file_seconds": 30.0, "connect_seconds": 5.0, "retries": 3}
        return Settings(**{**self.bases, **quick, **patience, **changed})

    def breaks(self, what, at="", **more):
        self.server.faults.append(Fault(what, at, **more))

    def asked(self, part=""):
        """Return the addresses that were asked for, those with this part."""
        return [one.path for one in self.server.asked if part in one.path]

    def forget(self):
        self.server.asked.clear()


@contextlib.contextmanager
def stand_in(world):
    """Give a stand-in of this world, serving until the block ends."""
    running = StandIn(world)
    thread = threading.Thread(
        target=running.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    )
    thread.start()
    try:
        yield running
    finally:
        running.server.shutdown()
        running.server.server_close()
        thread.join(timeout=10)


__all__ = ["DataFile", "Fault", "MapService", "StandIn", "World", "stand_in"]
