"""What is run, and in which turns: systems alternate, so that a busy moment of the machine touches all of them."""
import os
import pathlib
import random
import tempfile
import threading
import time

from peers import duckdb_csv
from queries import DUCKDB, QUERIES, differences
from starts import chill, lay_alike, timed, warm
from systems import Peer, Shell, shell_environment

FOLDER = pathlib.Path(__file__).resolve().parent.parent.parent
WORK = FOLDER / ".build-bench"
#: SQLite is compared at a million rows: it takes a second there for what the others do in milliseconds.
SQLITE_ROWS = 1_000_000
#: Statements of a run beside loading and the queries: settings, saving.
OTHER_STEPS = 10


class Finding:
    """What one file of cases led to; times in milliseconds."""

    def __init__(self, path, rows, order):
        self.path, self.rows, self.order = path, rows, order
        self.load, self.prepare, self.memory = {}, {}, {}
        self.queries = [{} for _ in QUERIES]
        self.differences = []
        self.snapshot = self.database = None


def one_size(arguments, path, size, order):
    finding = Finding(path, round(size * 1_000_000), order)
    names = [name for name in arguments.peers if name != "sqlite" or finding.rows <= SQLITE_ROWS]
    systems = [Peer(name, WORK, arguments.threads) for name in names]
    if not arguments.peers_only:
        steps = 2 * arguments.load_rounds + len(QUERIES) * (arguments.rounds + 3)
        systems.insert(0, Shell(arguments.program, FOLDER / "datasets", steps + OTHER_STEPS))
    try:
        load(systems, finding, arguments.load_rounds)
        ask(systems, finding, arguments.rounds)
        compare(systems, finding)
        for system in systems:
            finding.memory[system.name] = system.memory() - system.memory_before
            if system.name == "tthc-shell":
                finding.snapshot = WORK / f"cases-{finding.rows}-{order}.tthcs"
                finding.snapshot.unlink(missing_ok=True)
                system.save(finding.snapshot)
        if "duckdb-file" in names:
            finding.database = WORK / f"cases-{finding.rows}-{order}.db"
    finally:
        for system in systems:
            system.close()
    if finding.database is not None:
        os.replace(WORK / "duckdb.db", finding.database)
    return finding


def load(systems, finding, rounds):
    """From CSV until it can be asked; the file is in the cache. SQLite and DuckDB's file once: that is not compared."""
    warm(finding.path)
    for turn in range(rounds):
        for system in rotated(systems, turn):
            if turn == 0 or system.name not in ("sqlite", "duckdb-file"):
                finding.load.setdefault(system.name, []).append(system.load(finding.path))
    for system in systems:
        finding.prepare[system.name] = system.prepare()


def ask(systems, finding, rounds):
    # In another order each time: what a system's threads still do after its answer is then nobody's alone to bear.
    orders = random.Random(finding.rows)
    for turn in range(rounds + 1):
        for number, times in enumerate(finding.queries):
            for system in orders.sample(systems, len(systems)):
                milliseconds, _ = system.query(number)
                if turn > 0:  # the first warms up
                    times.setdefault(system.name, []).append(milliseconds)


def rotated(systems, turn):
    first = turn % len(systems)
    return systems[first:] + systems[:first]


def compare(systems, finding):
    """Every value of every group with DuckDB's: ours, and the peers', so that all are asked the same."""
    reference = next((system for system in systems if system.name.startswith("duckdb")), None)
    if reference is None:
        raise SystemExit("DuckDB is what answers are compared with: --peers needs duckdb-memory or duckdb-file")
    for number, query in enumerate(QUERIES):
        _, expected = reference.query(number, has_top=False)
        if not expected:
            finding.differences.append(f"query {number + 1}: DuckDB finds no group")
        for system in systems:
            _, found = system.query(number)
            lines = differences(query, found, expected)
            finding.differences += [f"query {number + 1}, {system.name}: {line}" for line in lines]


class Starts:
    """Milliseconds from a process's start to its end with the answer of the first query, by program."""

    def __init__(self):
        self.small, self.warm, self.cold = {}, {}, {}
        self.sizes = {}


def starts(arguments, small, findings, size):
    found = Starts()
    finding = next((each for each in findings if each.rows == round(size * 1_000_000)), None)
    first = DUCKDB.sql(QUERIES[0])
    duckdb = str(duckdb_program())
    columns = QUERIES[0].sql.split("FROM")[0]
    where = "finished_on >= '2021-04-01' AND finished_on <= '2021-06-30' AND due_on <> '' AND finished_on > due_on"
    with tempfile.TemporaryDirectory() as home:
        lay_alike([arguments.program, duckdb, arguments.sqlite])
        ours = [arguments.program, "--lang", "en", "-c"]
        query = f"{QUERIES[0].text} | csv"
        # Given the file alone, as ours, which finds out what its columns are; and told, which is more than ours is given.
        commands = {
            "duckdb": [duckdb, "-csv", "-c", first.replace("FROM cases", f"FROM '{small}'")],
            "duckdb told": [duckdb, "-csv", "-c", first.replace("FROM cases", f"FROM {duckdb_csv(small)}")],
            "sqlite": [arguments.sqlite, ":memory:", "-cmd", ".mode csv", "-cmd", f".import {small} cases",
                       f"{columns} FROM cases WHERE {where} GROUP BY province, district"],
        }
        if not arguments.peers_only:
            commands["tthc-shell"] = [*ours, f'load "{small}" as cases', "-c", query]
        found.small = alternate(commands, home, arguments.starts)
        if finding is None or finding.database is None:
            return found
        files = {"duckdb": finding.database}
        commands = {"duckdb": [duckdb, "-readonly", "-csv", str(finding.database), "-c", first]}
        if finding.snapshot is not None:
            files["tthc-shell"] = finding.snapshot
            commands["tthc-shell"] = [*ours, f'load "{finding.snapshot}" as cases', "-c", query]
        found.sizes = {name: path.stat().st_size for name, path in files.items()}
        found.warm = alternate(commands, home, arguments.starts)
        found.cold = alternate(commands, home, max(5, arguments.starts // 3), files)
    return found


def alternate(commands, home, count, cold_files=None):
    """Runs the programs in turns; with `cold_files` the file of each is put out of the cache before."""
    times = {name: [] for name in commands}
    for turn in range(count + 1):
        for name in rotated(list(commands), turn):
            if cold_files is not None:
                chill(cold_files[name])
            answer, messages = (pathlib.Path(home, file) for file in ("answer", "messages"))
            environment = shell_environment(home, FOLDER / "datasets")
            milliseconds = timed(commands[name], environment, answer, messages)
            if not answer.read_bytes().strip():
                raise RuntimeError(f"{' '.join(commands[name])}: no answer")
            if turn > 0:
                times[name].append(milliseconds)
    return times


def duckdb_program():
    import duckdb_cli
    return pathlib.Path(duckdb_cli.__file__).parent / "duckdb"


def bandwidth(threads):
    """Bytes a second when a GiB is summed, each thread its part: what a scan can reach at most."""
    import numpy
    numbers = numpy.ones(1 << 27, dtype=numpy.int64)
    parts = numpy.array_split(numbers, threads)
    best = []
    for _ in range(9):
        workers = [threading.Thread(target=part.sum) for part in parts]
        started = time.perf_counter()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        best.append(numbers.nbytes / (time.perf_counter() - started))
    return sorted(best)[len(best) // 2]
