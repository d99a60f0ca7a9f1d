"""Access: a keyboard gets everywhere."""

import pytest

from tests.browser import looking
from tests.browser.conftest import WITH_CONTROLS

MOST_STEPS = 80

# What a keyboard is on now: its role and its name.
FOCUSED = """() => {
    const on = document.activeElement;
    const name = on.getAttribute('aria-label') ?? on.innerText;
    return [on.getAttribute('role') ?? on.tagName.toLowerCase(), name ?? ''];
}"""


@pytest.mark.parametrize("path", WITH_CONTROLS)
def test_a_keyboard_reaches_every_picker_the_table_and_the_download(open_page, server, path):
    page = open_page(server + path)
    looking.charts(page)
    pickers = page.locator("[data-testid=stMain]").get_by_role("combobox").count()
    reached = []
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        reached.append(tuple(page.evaluate(FOCUSED)))
    roles = [role for role, _ in dict.fromkeys(reached)]
    assert roles.count("combobox") + roles.count("input") >= pickers
    assert "tab" in roles
    assert any("Download" in name for _, name in reached)
