"""What the benchmarks of starts have in common: which programs take turns, how often, how their files lie in the page
cache, and how one is timed."""
import argparse
import os
import pathlib
import shutil
import subprocess
import time

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


def lay_alike(programs):
    """Puts the files of programs, and of the libraries they load, out of the page cache and reads them whole; those of
    them that other processes use stay as they are.

    How a file lies there is worth milliseconds of a start: read whole it is brought into memory in large pieces, read as
    the program ran in small ones, and what was just written lies otherwise again.
    """
    for program in programs:
        path = shutil.which(program)
        if path is None:
            continue
        loaded = subprocess.run(["ldd", path], capture_output=True, text=True, check=False).stdout.split()
        for file in [path, *(word for word in loaded if word.startswith("/"))]:
            chill(file)
            warm(file)


def warm(path):
    """Reads a file whole."""
    with open(path, "rb", buffering=0) as file:
        while file.read(1 << 24):
            pass


def chill(path):
    """Puts a file out of the page cache."""
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(descriptor)


def timed(command, environment, output=os.devnull, errors=os.devnull):
    """Milliseconds from a program's start to its end; what it writes goes to two files.

    Started as C would: `subprocess` adds a millisecond or two of Python's own, which is as long as some of these
    programs take, and is nobody's time.
    """
    creating = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [(os.POSIX_SPAWN_OPEN, descriptor, str(path), creating, 0o600)
               for descriptor, path in [(1, output), (2, errors)]]
    started = time.perf_counter()
    process = os.posix_spawnp(command[0], command, environment, file_actions=actions)
    _, status = os.waitpid(process, 0)
    elapsed = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) != 0:
        said = "" if str(errors) == os.devnull else pathlib.Path(errors).read_text(encoding="utf8")
        raise RuntimeError(f"{' '.join(command)}: exit code {os.waitstatus_to_exitcode(status)}\n{said}")
    return elapsed * 1000
