"""Area: the page of one authority or region, from its search box to the sheet that is printed."""

from explorer.controls.area_profile.choosing import choose, invitation
from explorer.controls.area_profile.sheet import sheet
from explorer.controls.area_profile.subjects import subjects

__all__ = ["choose", "invitation", "sheet", "subjects"]
