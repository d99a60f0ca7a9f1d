"""Update the figures: whether newer ones are published, and one button that brings them to this machine."""

from explorer import controls

controls.open_page(
    "Update the figures",
    "See whether the Department for Education has published newer tables, and bring them to this machine. "
    "They are checked before they are used, and are under the Open Government Licence v3.0.",
    newest="it is about the figures that are in use now.",
)
controls.update()
