"""Golden: `python -m tests.explorer.golden` says every sentence anew; read what changed before a commit."""

from tests.explorer.golden import FILE, read, sentence_of

FILE.write_text(
    "\n\n".join(f"{link}\n{sentence_of(link)}" for link, _ in read()) + "\n", encoding="utf-8", newline="\n"
)
