"""One: any table of the service becomes a draft, by its id or the address of its page."""

import tomllib

import pytest

from data_pipeline import draft
from data_pipeline.commands.by_hand import obtain
from data_pipeline.errors import FetchError
from tests.stand_in.running import commands_service_of
from tests.stand_in.zoo import SLUG, zoo

service = commands_service_of(zoo)


@pytest.mark.parametrize(
    "reference",
    [
        "{catalogue}",
        "https://explore-education-statistics.service.gov.uk/data-catalogue/data-set/{catalogue}",
        "https://explore-education-statistics.service.gov.uk/data-catalogue/data-set/{catalogue}/csv?x=1",
        "{api}",
    ],
)
def test_an_id_or_an_address_becomes_a_draft(service, reference):
    file = service.world.files()[0]
    told = reference.format(catalogue=file.data_set_file_id.upper(), api=file.data_set.id)
    words = tomllib.loads(draft.of(told, obtain))
    assert words["publication"] == SLUG
    assert words["title"] == "Zoo: geography"


def test_an_id_that_nobody_knows_is_told(service, tmp_path):
    unknown = "00000000-0000-4000-8000-000000000000"
    with pytest.raises(FetchError, match="neither the data catalogue nor the public API knows it"):
        obtain(unknown, tmp_path)
    assert len(service.asked(unknown)) == 2


@pytest.mark.usefixtures("service")
def test_what_holds_no_id_is_told(tmp_path):
    with pytest.raises(FetchError, match="neither a file here nor a data-set id"):
        obtain("no-such-file.csv", tmp_path)
