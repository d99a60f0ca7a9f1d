"""Ask in SQL: a reader's own query over all the figures, and its result as a table and as files."""

from explorer import controls

controls.open_page(
    "Ask in SQL",
    "Every figure and every published table of this app, for a question that no other page asks. Figures are "
    "under the Open Government Licence v3.0.",
    newest="a query reads the database as it is now. Its table `revisions` has what changed since, with the "
    "values of before.",
)
controls.ask_in_sql()
