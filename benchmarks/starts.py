"""What the benchmarks of starts have in common: which programs take turns, and how often."""
import argparse
import pathlib
import shutil

FOLDER = pathlib.Path(__file__).resolve().parent.parent


def start_parser(description, runs):
    """The arguments of such a benchmark, with so many runs by default."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--runs", type=int, default=runs)
    parser.add_argument(
        "--program", default=str(FOLDER / ".build-release/release/tthc-shell"), help="scripts/build makes it")
    parser.add_argument("--duckdb", default=shutil.which("duckdb"))
    parser.add_argument("--sqlite", default=shutil.which("sqlite3"))
    return parser
