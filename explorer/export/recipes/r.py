"""R: the script of Python in R, with base R and jsonlite."""

from collections.abc import Iterable

from explorer.export.recipes.asking import heading, keys_of, needed, number, places_of, printed, split
from explorer.export.recipes.quoting import Brackets, literal, literals
from explorer.queries import Recipe

TOP = """# {subject}
# {measure}, from the table: {table}
# Needs: install.packages("jsonlite")
options(timeout = 600)
home <- "explore-education-statistics.service.gov.uk"
content <- Sys.getenv("INCLUSION_CONTENT_BASE", paste0("https://content.", home, "/api"))
site <- Sys.getenv("INCLUSION_SITE_BASE", paste0("https://", home))
"""
HELPERS = """
plain <- function(text) trimws(gsub("[^a-z0-9+]+", " ", tolower(text)))
begins <- function(word, text) grepl(paste0(" ", word), paste0(" ", plain(text)), fixed = TRUE)
any_begins <- function(words, text) any(vapply(words, begins, logical(1), text = text))
ask <- function(...) jsonlite::fromJSON(paste0(content, ...), simplifyVector = FALSE)

# 1. Find the newest file by its title: ids change with each release.
id <- ask("/publications/", publication)$id
asked <- paste0("/data-set-files?publicationId=", id, "&latestOnly=false&sort=published&sortDirection=Desc")
files <- list(); page <- 1; pages <- 1
while (page <= pages) {
  listed <- ask(asked, "&pageSize=40&page=", page)
  files <- c(files, listed$results)
  pages <- listed$paging$totalPages
  page <- page + 1
}
fits <- function(file) {
  release <- plain(paste(file$release$slug, file$release$title))
  has <- all(vapply(title_has, any_begins, logical(1), text = file$title))
  lacks <- !any_begins(title_lacks, file$title)
"""
KINDS = {
    "any": "",
    "week": ' && grepl("\\\\bweek\\\\b", release)',
    "term": ' && grepl("\\\\b(autumn|spring|summer)\\\\b", release)',
    "year": ' && !grepl("\\\\b(autumn|spring|summer|week)\\\\b", release)',
}
FITS = "  has && lacks && all(levels_wanted %in% unlist(file$meta$geographicLevels))"
YEAR = "as.integer(substr(file$release$slug, 1, 4))"
# The first weeks of a school year are those from September on.
WEEK = 'as.integer(sub(".*week-([0-9]+).*", "\\\\1", file$release$slug)) < 36'
SORTED = """
}}
year <- function(file) {year}
found <- Filter(fits, files)
age <- vapply(found, function(file) paste(year(file), file$published), character(1))
found <- found[order(age, decreasing = TRUE)]

# 2. Download it as text, so that marks such as c, x and z stay what they are.
tables <- list()
for (file in found) {{
  if (as.character(year(file)) %in% names(tables){once}) next
  path <- tempfile(fileext = ".csv")
  version <- URLencode(file$lastUpdated, reserved = TRUE)
  url <- paste0(site, "/data-catalogue/data-set/", file$id, "/csv?v=", version)
  download.file(url, path, mode = "wb", quiet = TRUE)
  rows <- read.csv(path, colClasses = "character", na.strings = character(), check.names = FALSE,
                   fileEncoding = "UTF-8-BOM")
"""
NAMED = """  for (old in names(new_names)) {
    if (old %in% names(rows) && !(new_names[[old]] %in% names(rows))) {
      names(rows)[names(rows) == old] <- new_names[[old]]
    }
  }
"""
READ = """  if (all(needed %in% names(rows))) {
    tables[[as.character(year(file))]] <- rows
    message("From: ", file$title, " | ", file$release$title)
  }
}
if (!length(tables)) stop("No file of this publication fits. Its title or its columns may have changed.")
shared <- Reduce(intersect, lapply(tables, names))
rows <- do.call(rbind, lapply(unname(tables), function(table) table[shared]))

# 3. Keep the rows of the view. Each spelling becomes the word before its list.
rows$time_period <- sub("^([0-9]{4})[^0-9]?([0-9]{2})?([0-9]{2})$", "\\\\1\\\\3", rows$time_period)
rows <- rows[rows$time_period >= first & rows$time_period <= last, ]
"""
WORDS = """for (column in names(words)) {
  meaning <- stack(words[[column]])
  rows[[column]] <- as.character(meaning$ind)[match(plain(rows[[column]]), meaning$values)]
  rows <- rows[!is.na(rows[[column]]), ]
}
"""
PLACES = """level <- tolower(rows$geographic_level)
code <- function(column) if (column %in% names(rows)) rows[[column]] else rep("", nrow(rows))
areas <- ifelse(level == "regional", code("region_code"), code("old_la_code"))
key <- ifelse(level == "national", level, paste(level, areas))
newer <- paste(level, code("new_la_code"))
rows$place <- unname(ifelse(key %in% names(places), places[key], places[newer]))
rows <- rows[!is.na(rows$place), ]

# 4. Print them: each figure as it was published, marks and all, and beside it as a number.
"""
ACROSS = """rows <- do.call(rbind, lapply(names(values), function(column) {
  cbind(rows[keys], group = rep(values[[column]], nrow(rows)), column = rep(column, nrow(rows)),
        published = rows[[column]])
}))
"""
ROUND = Brackets("()", step="  ")


def r_of(recipe: Recipe, *, subject: str) -> str:
    """A script for R with jsonlite that prints the rows as CSV."""
    listing = recipe.listing
    year = f"{YEAR} - as.integer({WEEK})" if listing.release == "week" else YEAR
    parts = [
        TOP.format(**heading(recipe, subject)),
        _wanted(recipe),
        HELPERS,
        FITS,
        KINDS[listing.release],
        SORTED.format(year=year, once="" if listing.every_year else " || length(tables)"),
        NAMED if recipe.names else "",
        *(f"  rows[[{literal(column)}]] <- {literal(word)}\n" for column, word in recipe.added),
        READ,
        *_filters(recipe),
        PLACES,
        *_printed(recipe),
    ]
    return "".join(parts)


def _wanted(recipe: Recipe) -> str:
    listing, (words, totals) = recipe.listing, split(recipe)
    lines = [
        f"publication <- {literal(listing.publication)}",
        f"title_has <- list({', '.join(map(_vector, listing.has))})  # of each one, at the start of a word",
        f"title_lacks <- {_vector(listing.lacks)}",
        f"levels_wanted <- {_vector(listing.levels)}",
        f"needed <- {_vector(needed(recipe))}",
        *([_named("new_names", literals(recipe.names))] if recipe.names else []),
        f"first <- {literal(recipe.first)}",
        f"last <- {literal(recipe.last)}",
        _named("places", literals(places_of(recipe))),
        _named("words", ((column, _spelled(spelled)) for column, spelled in words), of="list"),
        *([_named("values", literals(recipe.across), of="list")] if recipe.across else []),
    ]
    if totals:
        lines.append(f"words[{_vector(column for column, _ in totals)}] <- list({_spelled(totals[0][1])})")
    return "\n".join(lines) + "\n"


def _filters(recipe: Recipe) -> Iterable[str]:
    for column, words, wanted in recipe.only:
        test = f"rows[[{literal(column)}]] %in% {_vector(words)}"
        yield f"rows <- rows[{test if wanted else f'!({test})'}, ]\n"
    yield WORDS if recipe.words else ""
    if recipe.one_of:
        yield f'rows <- rows[rowSums(rows[{_vector(recipe.one_of)}] != "Total") == 1, ]\n'


def _printed(recipe: Recipe) -> Iterable[str]:
    for column, order in recipe.prefer:
        ranks = f"match(rows[[{literal(column)}]], {_vector(order)}, nomatch = {len(order) + 1})"
        yield f"rows <- rows[order({ranks}), ]\n"
    yield f"keys <- {_vector(keys_of(recipe))}\nrows <- rows[!duplicated(rows[keys]), ]\n"
    yield ACROSS if recipe.across else ""
    yield f"rows$number <- {number(recipe, _numeric)}\n"
    if recipe.denominator:
        yield f"rows$number[{_numeric(recipe.denominator)} %in% 0] <- NA  # a rate of nobody is no figure\n"
    yield f"write.csv(rows[c(keys, {_vector(printed(recipe))})], row.names = FALSE)\n"


def _numeric(column: str) -> str:
    return f'suppressWarnings(as.numeric(gsub(",", "", rows[[{literal(column)}]])))'


def _vector(texts: Iterable[str]) -> str:
    return f"c({', '.join(map(literal, texts))})"


def _spelled(spelled: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    return _named("", ((word, _vector(spellings)) for word, spellings in spelled), of="list", indent="  ")


def _named(name: str, pairs: Iterable[tuple[str, str]], *, of: str = "c", indent: str = "") -> str:
    """A named vector or list, assigned to the name if there is one."""
    lines = [f"{literal(word)} = {text}" for word, text in pairs]
    return ROUND.around(lines, before=f"{name} <- {of}" if name else of, indent=indent)
