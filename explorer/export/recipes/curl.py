"""Curl: the commands that find a published table and save it whole."""

from explorer.export.recipes.asking import heading
from explorer.export.recipes.quoting import comment, jq, shell
from explorer.queries import Recipe

SCRIPT = """#!/bin/sh
# {subject}
# {measure}, from the table: {table}
# Saves the whole table as table.csv; the rows of the view are those with {rows}.
# Needs curl and jq.
set -e
HOME_OF_IT=explore-education-statistics.service.gov.uk
CONTENT=${{INCLUSION_CONTENT_BASE:-https://content.$HOME_OF_IT/api}}
SITE=${{INCLUSION_SITE_BASE:-https://$HOME_OF_IT}}
API=${{INCLUSION_API_BASE:-https://api.education.gov.uk/statistics/v1}}
PUBLICATION={publication}

# 1. Every data file of the publication, forty at a time: ids change with each release.
id=$(curl -fsS "$CONTENT/publications/$PUBLICATION" | jq -r .id)
list="$CONTENT/data-set-files?publicationId=$id&latestOnly=false&sort=published&sortDirection=Desc&pageSize=40"
pages=$(curl -fsS "$list&page=1" | jq .paging.totalPages)
page=1
while [ "$page" -le "$pages" ]; do
  curl -fsS "$list&page=$page"
  page=$((page + 1))
done > files.json

# 2. The newest whose title, levels and release are those of the table.
file=$(jq -cs {program} files.json)
[ "$file" != null ] || {{ echo "No file of this publication fits." >&2; exit 1; }}
echo "$file" | jq -r '"From: " + .title + " | " + .release.title' >&2

# 3. The table from the data catalogue.
catalogue=$(echo "$file" | jq -r '.id + "/csv?v=" + (.lastUpdated | @uri)')
curl -fsSL --compressed -o table.csv "$SITE/data-catalogue/data-set/$catalogue"

# 4. The same table from the public API, where its publisher has put it there.
api=$(echo "$file" | jq -r '.api.id // empty')
if [ -n "$api" ]; then
  curl -fsSL --compressed -o table-from-the-api.csv "$API/data-sets/$api/csv"
fi
"""
PROGRAM = r"""
  def plain: ascii_downcase | gsub("[^a-z0-9+]+"; " ") | ltrimstr(" ") | rtrimstr(" ");
  [.[].results[]
    | (" " + (.title | plain)) as $title
    | (.release.slug + " " + .release.title | plain) as $release
    | select(CONDITIONS)]
  | max_by([YEAR, .published])
"""
KINDS = {
    "any": "true",
    "week": '($release | test("\\\\bweek\\\\b"))',
    "term": '($release | test("\\\\b(autumn|spring|summer)\\\\b"))',
    "year": '($release | test("\\\\b(autumn|spring|summer|week)\\\\b") | not)',
}
YEAR = ".release.slug[0:4] | tonumber"
WEEK = '(if (.release.slug | capture("week-(?<n>[0-9]+)").n | tonumber) < 36 then 1 else 0 end)'


def curl_of(recipe: Recipe, *, subject: str) -> str:
    """Commands for a shell with curl and jq that save the whole table."""
    return SCRIPT.format(
        **heading(recipe, subject),
        rows=comment(_rows(recipe)),
        publication=shell(recipe.listing.publication),
        program=shell(_program(recipe)),
    )


def _program(recipe: Recipe) -> str:
    listing = recipe.listing
    has = [f"({' or '.join(map(_begins, words))})" for words in listing.has]
    lacks = [f"({_begins(word)} | not)" for word in listing.lacks]
    levels = f"([{', '.join(map(jq, listing.levels))}] - .meta.geographicLevels == [])"
    year = f"(({YEAR}) - {WEEK})" if listing.release == "week" else f"({YEAR})"
    conditions = "\n        and ".join([*has, *lacks, levels, KINDS[listing.release]])
    return PROGRAM.replace("CONDITIONS", conditions).replace("YEAR", year)


def _begins(word: str) -> str:
    return f"($title | contains({jq(' ' + word)}))"


def _rows(recipe: Recipe) -> str:
    """The conditions on the rows in words, each column with what is wanted in it."""
    places = ", ".join(dict.fromkeys(name for *_, name in recipe.places))
    found = [f"time_period {recipe.first} to {recipe.last}", f"the areas {places}"]
    found += [f"{column} {' or '.join(word for word, _ in spelled)}" for column, spelled in recipe.words]
    found += [
        f"{column} {'' if wanted else 'not '}{' or '.join(words)}" for column, words, wanted in recipe.only
    ]
    return "; ".join(found)
