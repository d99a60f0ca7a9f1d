"""Published tables: each table as it was published, with its own columns."""

from explorer import controls

controls.open_page(
    "Published tables",
    "The tables that the figures were taken from, with the publisher's own columns and words. Numbers are "
    "numbers, and each mark stands beside the number that it replaces.",
    newest="published tables are kept as they are now, and each says which releases it holds.",
)
controls.published_table()
