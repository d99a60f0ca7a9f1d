"""Command line: `python -m data_pipeline` refreshes everything; `--help` names the other commands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from data_pipeline import commands, snapshot
from data_pipeline.build import Built, Job, build_from_files, build_from_snapshot
from data_pipeline.commands.saying import voice
from data_pipeline.errors import PipelineError

FAILED = 1
INTERRUPTED = 130  # as a shell says of a command that Ctrl-C ended


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, `refresh` when none is named; the exit codes are in `--help`."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    options = _parser().parse_args(words or ["refresh"])
    try:
        code, said = int(options.run(options)), ""
    except PipelineError as error:
        code, said = FAILED, str(error)
    except (KeyboardInterrupt, RuntimeError) as error:
        # DuckDB hears Ctrl-C in the middle of a query and says it in its own way
        if isinstance(error, RuntimeError) and "interrupted" not in str(error):
            raise
        code, said = INTERRUPTED, "Stopped; the data in use is as it was."
    voice(options).end(code, said)
    return code


def _build(options: argparse.Namespace) -> int:
    job = Job(tuple(options.folders), target=options.to, whole=not options.sample)
    for folder in job.folders:
        if not folder.is_dir():
            raise PipelineError(f"{folder}: no such folder. Name the folder that holds the published files.")
    from_snapshot = len(job.folders) == 1 and (job.folders[0] / "manifest.json").is_file()
    built = build_from_snapshot(job) if from_snapshot else build_from_files(job)
    _report(built)
    return 1 if any(finding.severity == "fatal" for finding in built.findings) else 0


def _snapshot(options: argparse.Namespace) -> int:
    manifest = snapshot.write(options.to)
    rows = sum(entry["rows"] for entry in manifest["tables"].values())
    print(f"Snapshot {manifest['build_id']}: {len(manifest['tables'])} tables, {rows:,} rows.")
    return 0


def _report(built: Built) -> None:
    for finding in built.findings:
        print(finding)
    print(f"{built.figures:,} figures, build {built.build_id}: {built.path}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data_pipeline", description=__doc__)
    parser.epilog = commands.EXIT_CODES
    named = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add(named)
    build = named.add_parser("build", help="make the database from published files, or from a snapshot")
    build.add_argument(
        "--from",
        dest="folders",
        nargs="+",
        type=Path,
        required=True,
        metavar="DIR",
        help="where the files are",
    )
    build.add_argument(
        "--to", type=Path, metavar="FILE", help="write the database here and leave the app's alone"
    )
    build.add_argument(
        "--sample", action="store_true", help="the files are cut down: do not judge their size"
    )
    build.set_defaults(run=_build)
    take = named.add_parser("snapshot", help="write the figures that travel with the code")
    take.add_argument("--to", type=Path, metavar="DIR", help="another folder than data/snapshot")
    take.set_defaults(run=_snapshot)
    return parser


if __name__ == "__main__":
    sys.exit(main())
