"""About the data: every source, measure, symbol, break and caveat, as the database has them."""

from explorer import controls

controls.open_page(
    "About the data",
    "Everything on these pages comes from published tables of the Department for Education, under the Open "
    "Government Licence v3.0. This page lists them, with all that has to be known to use them.",
    newest="it lists the tables, checks and changes as they are now.",
)

controls.section("Sources", "Open a publication to see its tables, releases and files.")
controls.sources()

controls.section(
    "Measures", "What each figure counts, out of what, and for which years and groups it is here."
)
controls.measures()

controls.section(
    "Symbols", "What stands where there is no number. None of them is a zero, and none is blank."
)
controls.symbols()

controls.section("Breaks in series", "Years that must not be compared with their neighbours.")
controls.breaks()

controls.section(
    "Caveats", "What to know before using the figures; each also stands beside the charts it applies to."
)
controls.caveats()

controls.section(
    "Where two tables give the same figure",
    "One of them is shown. The other is kept, and this is how far the two agree.",
)
controls.conflicts()

controls.section(
    "What changed",
    "Figures that a new release changed, added or withdrew since this copy was first built, "
    "with the value before and after.",
)
controls.changes()

controls.section("What the checks found", "Each published file is checked before it is used.")
controls.findings()
