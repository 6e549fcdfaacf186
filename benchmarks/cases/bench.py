#!/usr/bin/env python3
"""This program beside DuckDB, Polars, ClickHouse and SQLite, over invented cases, in one interleaved run.

Usage: benchmarks/cases/bench.py [--sizes 10] [--orders received,random] [--rounds 9] [--peers-only] [--program PATH]

Installs the peers where they are absent, makes the files, compares every group's value with DuckDB's and prints the
table of ratios with its targets. Exit code 1: an answer differs. See benchmarks/README.md.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import venv

FOLDER = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(1, str(FOLDER / "benchmarks"))
WORK = FOLDER / ".build-bench"
PACKAGES = ["duckdb", "duckdb-cli", "polars", "chdb", "numpy", "pyarrow"]
MILLION = 1_000_000


def main():
    arguments = parse_arguments()
    WORK.mkdir(exist_ok=True)
    enter_environment()
    import report
    import runs

    # Every system gets the same processors, whatever it thinks of threads.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:arguments.threads])
    report.machine(arguments)
    findings = []
    for size in arguments.sizes:
        for order in arguments.orders:
            findings.append(runs.one_size(arguments, cases_file(size, order), size, order))
            report.size(findings[-1])
    starts = runs.starts(arguments, cases_file(0.001, "received"), findings, arguments.sizes[0])
    report.summary(findings, starts, runs.bandwidth(arguments.threads))
    if any(finding.differences for finding in findings):
        sys.exit(1)


def parse_arguments():
    parser = argparse.ArgumentParser(description="The cases benchmark.")
    parser.add_argument("--sizes", type=sizes, default=[10], help="millions of rows, the first for snapshots: 10,1,30")
    parser.add_argument("--orders", type=lambda text: text.split(","), default=["received", "random"])
    parser.add_argument("--rounds", type=int, default=9, help="of the six queries, after one that warms up")
    parser.add_argument("--load-rounds", type=int, default=3)
    parser.add_argument("--starts", type=int, default=21, help="processes started, of each program")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--peers", type=lambda text: text.split(","),
                        default=["duckdb-file", "duckdb-memory", "polars", "chdb", "sqlite"])
    parser.add_argument("--peers-only", action="store_true", help="to try the benchmark itself")
    release = FOLDER / ".build-release/release/tthc-shell"
    parser.add_argument("--program", default=str(release), help="scripts/build makes it")
    parser.add_argument("--sqlite", default="sqlite3", help="its shell")
    arguments = parser.parse_args()
    if not arguments.peers_only and not os.access(arguments.program, os.X_OK):
        parser.error(f"{arguments.program} is not there: scripts/build makes it")
    return arguments


def sizes(text):
    return [float(size) for size in text.split(",")]


def enter_environment():
    """Runs this file anew in a virtual environment that has the peers."""
    folder = WORK / "venv"
    python = folder / "bin/python"
    if pathlib.Path(sys.prefix) == folder:
        return
    if not python.exists():
        venv.create(folder, with_pip=True)
    check = "import " + ", ".join(name.replace("-", "_") for name in PACKAGES)
    if subprocess.run([python, "-c", check], capture_output=True).returncode != 0:
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    os.execv(python, [str(python), __file__, *sys.argv[1:]])


def cases_file(size, order):
    """Made once: the same options make the same file. Kept under `.build-bench`, 2 GB for 10 million rows."""
    rows = round(size * MILLION)
    path = WORK / f"cases-{rows}-{order}.csv"
    generator = [FOLDER / "benchmarks/cases/generate", FOLDER / "benchmarks/cases/generate-cases.swift"]
    if not path.exists() or any(path.stat().st_mtime < part.stat().st_mtime for part in generator):
        command = [generator[0], "--rows", str(rows), "--order", order, "--seed", "1", path]
        subprocess.run(command, check=True)
    return path


if __name__ == "__main__":
    main()
