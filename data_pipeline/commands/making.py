"""Making: the commands that build the database from files or a snapshot, and take the snapshot of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from data_pipeline import snapshot
from data_pipeline.build import Built, Job, build_from_files, build_from_snapshot
from data_pipeline.errors import PipelineError


def build(options: argparse.Namespace) -> int:
    """Make the database; 1 where a table breaks a promise that it must keep."""
    if options.to and options.to.is_dir():
        raise PipelineError(f"{options.to}: a folder, expected the name of a file. Name one in it.")
    job = Job(tuple(options.folders), target=options.to, whole=not options.sample)
    for folder in job.folders:
        if not folder.exists():
            raise PipelineError(
                f"{folder}: no such folder or file. Name the folder that holds the published files."
            )
    from_snapshot = len(job.folders) == 1 and (job.folders[0] / "manifest.json").is_file()
    built = build_from_snapshot(job) if from_snapshot else build_from_files(job)
    _report(built)
    return 1 if any(finding.severity == "fatal" for finding in built.findings) else 0


def take(options: argparse.Namespace) -> int:
    """Write the snapshot of the database in use."""
    manifest = snapshot.write(options.to)
    rows = sum(entry["rows"] for entry in manifest["tables"].values())
    print(f"Snapshot {manifest['build_id']}: {len(manifest['tables'])} tables, {rows:,} rows.")
    return 0


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add build and snapshot to the command line."""
    building = commands.add_parser("build", help="make the database from published files, or from a snapshot")
    building.add_argument(
        "--from",
        dest="folders",
        nargs="+",
        type=Path,
        required=True,
        metavar="DIR",
        help="where the files are",
    )
    building.add_argument(
        "--to", type=Path, metavar="FILE", help="write the database here and leave the app's alone"
    )
    building.add_argument(
        "--sample", action="store_true", help="the files are cut down: do not judge their size"
    )
    building.set_defaults(run=build)
    taking = commands.add_parser("snapshot", help="write the figures that travel with the code")
    taking.add_argument("--to", type=Path, metavar="DIR", help="another folder than data/snapshot")
    taking.set_defaults(run=take)


def _report(built: Built) -> None:
    for finding in built.findings:
        print(finding)
    print(f"{built.figures:,} figures, build {built.build_id}: {built.path}")
