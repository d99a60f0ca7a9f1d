"""Asking: the stand-in asked as any program could ask it, without the pipeline's client."""

import requests

HERE = requests.Session()
HERE.trust_env = False


def get(service, path, **more):
    return HERE.get(service.address + path, timeout=5, allow_redirects=False, **more)


def data_set(service, name="geography"):
    """The data set of the stand-in's world whose title ends in this name."""
    return next(one for one in service.world.data_sets() if one.title.endswith(name))


def code_of(reply):
    """The status of a refusal, and the code of its first error."""
    return reply.status_code, reply.json()["errors"][0]["code"]
