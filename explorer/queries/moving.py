"""Moving: which figures of an earlier build are not what they were."""

import pandas as pd

from explorer import store
from explorer.queries.answer import Answer
from explorer.queries.asking import ask

KEY = ["measure", "time_period", "place_code", "school_type", "category"]


def moved(answer: Answer) -> pd.DataFrame:
    """The figures of an answer, as of an earlier build, that now have another value, a mark, or no row.

    Shape    the rows' own columns for the words, and then, now
    Units    then and now as shown
    Missing  None: no number on that side; no rows where the answer is of the newest build
    """
    with store.as_of(None):
        newest = ask(answer.question)
    if newest.build_id == answer.build_id:
        return answer.rows.iloc[:0].assign(then=[], now=[])
    both = answer.rows.merge(newest.rows[[*KEY, "shown"]], on=KEY, how="left", suffixes=("", "_now"))
    changed = both["shown"].ne(both["shown_now"]) & ~(both["shown"].isna() & both["shown_now"].isna())
    found = both[changed]
    texts = {
        name: found[column].astype(object).where(found[column].notna(), None)
        for name, column in (("then", "shown"), ("now", "shown_now"))
    }
    return found.assign(**texts)
