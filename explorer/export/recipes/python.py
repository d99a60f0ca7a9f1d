"""Python: a script that finds a published table, downloads it and keeps the rows of a view."""

from collections.abc import Iterable

from explorer.export.recipes.asking import heading, keys_of, needed, number, places_of, printed, split
from explorer.export.recipes.quoting import Brackets, literal, literals
from explorer.queries import Recipe

TOP = """# {subject}
# {measure}, from the table: {table}
# Needs: pip install pandas requests
import io, os, re, sys
import pandas as pd
import requests

HOME = "explore-education-statistics.service.gov.uk"
CONTENT = os.environ.get("INCLUSION_CONTENT_BASE", f"https://content.{{HOME}}/api")
SITE = os.environ.get("INCLUSION_SITE_BASE", f"https://{{HOME}}")
"""
HELPERS = """
def plain(text):
    return re.sub("[^a-z0-9+]+", " ", text.lower()).strip()

def ask(url, **parameters):
    answer = requests.get(url, params=parameters, timeout=600)
    answer.raise_for_status()
    return answer

# 1. Find the newest file by its title: ids change with each release.
publication = ask(f"{CONTENT}/publications/{PUBLICATION}").json()["id"]
files, page, pages = [], 1, 1
while page <= pages:
    asked = {"publicationId": publication, "latestOnly": "false", "pageSize": 40, "page": page}
    listed = ask(f"{CONTENT}/data-set-files", **asked, sort="published", sortDirection="Desc").json()
    files, page, pages = files + listed["results"], page + 1, listed["paging"]["totalPages"]

def fits(file):
    title, release = " " + plain(file["title"]), plain("{slug} {title}".format(**file["release"]))
    has = all(any(" " + word in title for word in words) for words in TITLE_HAS)
    lacks = not any(" " + word in title for word in TITLE_LACKS)
"""
# A publication has releases of years, of terms and of weeks beside each other.
KINDS = {
    "any": "",
    "week": ' and " week " in f" {release} "',
    "term": ' and bool(re.search(r"\\b(autumn|spring|summer)\\b", release))',
    "year": ' and not re.search(r"\\b(autumn|spring|summer|week)\\b", release)',
}
FITS = '    return has and lacks and LEVELS <= set(file["meta"]["geographicLevels"])'
YEAR = 'int(file["release"]["slug"][:4])'
# The first weeks of a school year are those from September on.
WEEK = '(lambda week: week and int(week[1]) < 36)(re.search(r"week-(\\d+)", file["release"]["slug"]))'
SORTED = """
def year(file):
    return {year}

found = sorted(filter(fits, files), key=lambda file: (year(file), file["published"]), reverse=True)

# 2. Download it as text, so that marks such as c, x and z stay what they are.
tables = {{}}
for file in found:
    if year(file) in tables{once}:
        continue
    url = f"{{SITE}}/data-catalogue/data-set/{{file['id']}}/csv"
    body = io.BytesIO(ask(url, v=file["lastUpdated"]).content)
    as_text = {{"dtype": str, "keep_default_na": False}}
    rows = pd.read_csv(body, **as_text, encoding="utf-8-sig", encoding_errors="replace")
"""
NAMED = "    rows = rows.rename(columns={old: new for old, new in NAMES.items() if new not in rows})\n"
READ = """    if NEEDED <= set(rows.columns):
        tables[year(file)] = rows
        print("From:", file["title"], "|", file["release"]["title"], file=sys.stderr)
if not tables:
    sys.exit("No file of this publication fits. Its title or its columns may have changed.")
rows = pd.concat(tables.values())

# 3. Keep the rows of the view. Each spelling becomes the word before its list.
year_and_next = r"^(\\d{4})\\D?(?:\\d\\d)?(\\d\\d)$"
rows["time_period"] = rows["time_period"].str.replace(year_and_next, r"\\1\\2", regex=True)
rows = rows[rows["time_period"].between(FIRST, LAST)]
"""
WORDS = """for column, wanted in WORDS.items():
    meaning = {spelling: word for word, spellings in wanted.items() for spelling in spellings}
    rows = rows.assign(**{column: rows[column].map(plain).map(meaning)}).dropna(subset=[column])
"""
PLACES = """
def place(row):
    level = row["geographic_level"].lower()
    columns = {"regional": ["region_code"], "local authority": ["old_la_code", "new_la_code"]}
    keys = [f"{level} {row.get(column, '')}" for column in columns.get(level, [])] or [level]
    return next((PLACES[key] for key in keys if key in PLACES), None)

rows = rows.assign(place=[place(row) for row in rows.to_dict("records")]).dropna(subset=["place"])

# 4. Print them: each figure as it was published, marks and all, and beside it as a number.
"""
ONE_OF = 'rows = rows[rows[{columns}].ne("Total").sum(axis=1) == 1]\n'
PREFER = """order = rows[{column}].map({ranks}).fillna({last})
rows = rows.assign(order=order).sort_values("order", kind="stable")
"""
ACROSS = """rows = rows.melt(keys, list(VALUES), var_name="column", value_name="published")
rows["group"] = rows["column"].map(VALUES)
"""
BRACES = Brackets("{}", step="    ", last=",")


def python_of(recipe: Recipe, *, subject: str) -> str:
    """A script for Python with pandas and requests that prints the rows as CSV."""
    listing = recipe.listing
    year = f"{YEAR} - bool({WEEK})" if listing.release == "week" else YEAR
    parts = [
        TOP.format(**heading(recipe, subject)),
        _wanted(recipe),
        HELPERS,
        FITS,
        KINDS[listing.release] + "\n",
        SORTED.format(year=year, once="" if listing.every_year else " or tables"),
        NAMED if recipe.names else "",
        *(f"    rows[{literal(column)}] = {literal(word)}\n" for column, word in recipe.added),
        READ,
        *_filters(recipe),
        PLACES,
        *_printed(recipe),
    ]
    return "".join(parts)


def _wanted(recipe: Recipe) -> str:
    listing, (words, totals) = recipe.listing, split(recipe)
    lines = [
        f"PUBLICATION = {literal(listing.publication)}",
        f"TITLE_HAS = [{', '.join(map(_list, listing.has))}]  # of each list one, at the start of a word",
        f"TITLE_LACKS = {_list(listing.lacks)}",
        f"LEVELS = set({_list(listing.levels)})",
        f"NEEDED = set({_list(needed(recipe))})",
        *([_dict("NAMES", literals(recipe.names))] if recipe.names else []),
        f"FIRST, LAST = {literal(recipe.first)}, {literal(recipe.last)}",
        _dict("PLACES", literals(places_of(recipe))),
        _dict("WORDS", ((column, _spelled(spelled)) for column, spelled in words)),
        *([_dict("VALUES", literals(recipe.across))] if recipe.across else []),
    ]
    if totals:
        lines.append(f"TOTAL = {_spelled(totals[0][1])}")
        lines.append(f"WORDS |= dict.fromkeys({_list(column for column, _ in totals)}, TOTAL)")
    return "\n".join(lines) + "\n"


def _filters(recipe: Recipe) -> Iterable[str]:
    for column, words, wanted in recipe.only:
        yield f"rows = rows[{'' if wanted else '~'}rows[{literal(column)}].isin({_list(words)})]\n"
    yield WORDS if recipe.words else ""
    if recipe.one_of:
        yield ONE_OF.format(columns=_list(recipe.one_of))


def _printed(recipe: Recipe) -> Iterable[str]:
    for column, order in recipe.prefer:
        ranks = ", ".join(f"{literal(word)}: {n}" for n, word in enumerate(order))
        yield PREFER.format(column=literal(column), ranks=f"{{{ranks}}}", last=len(order))
    yield f"keys = {_list(keys_of(recipe))}\nrows = rows.drop_duplicates(keys)\n"
    yield ACROSS if recipe.across else ""
    yield f'rows["number"] = {number(recipe, _numeric)}\n'
    if recipe.denominator:
        nobody = f"{_numeric(recipe.denominator)} == 0"
        yield f'rows.loc[{nobody}, "number"] = None  # a rate of nobody is no figure\n'
    yield f"rows[keys + {_list(printed(recipe))}].to_csv(sys.stdout, index=False)\n"


def _numeric(column: str) -> str:
    return f'pd.to_numeric(rows[{literal(column)}].str.replace(",", ""), errors="coerce")'


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(literal, texts))}]"


def _spelled(spelled: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    return _dict("", ((word, _list(spellings)) for word, spellings in spelled), indent="    ")


def _dict(name: str, pairs: Iterable[tuple[str, str]], *, indent: str = "") -> str:
    """A dict, assigned to the name if there is one."""
    lines = [f"{literal(word)}: {text}" for word, text in pairs]
    return BRACES.around(lines, before=f"{name} = " if name else "", indent=indent)
