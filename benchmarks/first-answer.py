#!/usr/bin/env python3
"""Time from the start of the program to an answer over the shipped figures, beside DuckDB's and SQLite's shells.

Usage: benchmarks/first-answer.py [--runs 40] [--program PATH] [--duckdb PATH] [--sqlite PATH]

The programs take turns, so that a busy moment of the machine touches all of them. The first start with a folder of data
reads its files (`first start`, measured with a cache folder that is empty each time), later ones find what it kept. The
peers answer `select 1`. What PyPI installs as `duckdb` is a script of Python that starts the program: both are
measured.
"""
import os
import pathlib
import shutil
import statistics
import tempfile

from starts import FOLDER, lay_alike, start_parser, timed

QUESTION = "overdue by huyện where quarter = Q2/2021"


def main():
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory() as home:
        kept, empty = pathlib.Path(home, "kept"), pathlib.Path(home, "empty")
        ours = [arguments.program, "--no-init", "--format", "csv", "-c", QUESTION]
        commands = {"later start": (ours, kept), "first start": (ours, empty)}
        commands["sqlite3"] = ([arguments.sqlite, ":memory:", "select 1"], kept)
        for name, path in duckdb_programs(arguments.duckdb):
            commands[name] = ([path, ":memory:", "-c", "select 1"], kept)
        lay_alike(command[0] for command, _ in commands.values())
        times = {name: [] for name in commands}
        for turn in range(arguments.runs + 1):
            for name, (command, cache) in commands.items():
                shutil.rmtree(empty, ignore_errors=True)
                milliseconds = run(command, cache)
                if turn > 0:  # the first fills the caches
                    times[name].append(milliseconds)
    report(times, arguments.runs)


def parse_arguments():
    parser = start_parser("Start to answer, over figures.", runs=40)
    arguments = parser.parse_args()
    if not arguments.sqlite or not os.access(arguments.program, os.X_OK):
        parser.error("the release build and sqlite3 are needed: scripts/build, apt-get install sqlite3")
    return arguments


def duckdb_programs(path):
    """The command, and the program behind it where the command is a script."""
    if not path:
        return []
    with open(path, "rb") as file:
        is_script = file.read(2) == b"#!"
    if not is_script:
        return [("duckdb", path)]
    found = pathlib.Path(path).resolve().parent.parent.glob("lib/python*/site-packages/duckdb_cli/duckdb")
    return [("duckdb", str(program)) for program in found] + [("duckdb, script", path)]


def run(command, cache):
    surroundings = {"PATH": os.environ["PATH"], "HOME": str(cache), "XDG_CACHE_HOME": str(cache), "LANG": "C.UTF-8",
                    "TTHC_DATASETS": str(FOLDER / "datasets")}
    cache.mkdir(exist_ok=True)
    return timed(command, surroundings)


def report(times, runs):
    print(f"start to answer in ms, {runs} runs each")
    print(f"{'':16}{'median':>8}{'min':>8}{'max':>8}{'later start is':>18}")
    ours = statistics.median(times["later start"])
    for name, figures in times.items():
        median = statistics.median(figures)
        print(f"{name:16}{median:8.2f}{min(figures):8.2f}{max(figures):8.2f}{ours / median:13.2f} of it")


if __name__ == "__main__":
    main()
