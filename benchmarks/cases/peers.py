#!/usr/bin/env python3
"""One peer in a process of its own: JSON commands on standard input, one JSON answer each on standard output.

Usage: peers.py NAME FOLDER THREADS. Commands: {"do": "load", "path": …} (CSV to a table that can be asked),
{"do": "prepare"} (to the form that is asked fastest), {"do": "query", "number": 0, "has_top": true}, {"do": "memory"}.
"""
import json
import os
import pathlib
import sys
import time

from queries import CHDB, DUCKDB, QUERIES, SQLITE

CODED = ["province", "district", "commune", "agency", "field", "procedure", "service_level", "channel"]
DAYS = ["received_on", "due_on", "finished_on"]
COLUMNS = ["case_id", *CODED, *DAYS, "fee_paid_online"]


def duckdb_csv(path):
    """Names as text and a schema that need not be guessed: what reads fastest."""
    types = {column: "VARCHAR" for column in COLUMNS} | {column: "DATE" for column in DAYS}
    types["fee_paid_online"] = "BOOLEAN"
    return (f"read_csv('{path}', header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', "
            f"columns = {types})")


class DuckDB:
    """Names as enums, in a file or in memory."""

    def __init__(self, folder, threads, is_file):
        import duckdb
        self.path = pathlib.Path(folder, "duckdb.db") if is_file else None
        if self.path is not None:
            self.path.unlink(missing_ok=True)
        self.connection = duckdb.connect(config={"threads": threads, "preserve_insertion_order": "false"})
        if self.path is not None:
            # The oldest form of file, which the separately released command line reads too.
            self.connection.execute(f"ATTACH '{self.path}' AS stored (STORAGE_VERSION 'v1.0.0'); USE stored")

    def load(self, path):
        self.connection.execute("DROP TABLE IF EXISTS raw")
        self.connection.execute(f"CREATE TEMP TABLE raw AS FROM {duckdb_csv(path)}")

    def prepare(self):
        execute = self.connection.execute
        execute("DROP TABLE IF EXISTS cases")
        for column in CODED:
            execute(f"DROP TYPE IF EXISTS {column}_name")
            execute(f"CREATE TYPE {column}_name AS ENUM (SELECT DISTINCT {column} FROM raw ORDER BY 1)")
        columns = ", ".join(f"{column}::{column}_name AS {column}" if column in CODED else column for column in COLUMNS)
        # As the rows lie, so that blocks in the order of receipt can be skipped.
        execute("SET preserve_insertion_order = true")
        execute(f"CREATE TABLE cases AS SELECT {columns} FROM raw")
        execute("DROP TABLE raw")
        if self.path is not None:
            execute("CHECKPOINT stored")

    def query(self, query, has_top):
        return self.connection.sql(DUCKDB.sql(query, has_top)).to_arrow_table()

    def rows(self, answer):
        return [list(row.values()) for row in answer.to_pylist()]


class Polars:
    """Names as categoricals, in memory."""

    def __init__(self, threads):
        os.environ["POLARS_MAX_THREADS"] = str(threads)
        import polars
        self.polars = polars

    def load(self, path):
        pl = self.polars
        schema = {column: pl.Categorical for column in CODED} | {column: pl.Date for column in DAYS}
        schema |= {"case_id": pl.String, "fee_paid_online": pl.Boolean}
        self.cases = None
        self.cases = pl.read_csv(path, schema={column: schema[column] for column in COLUMNS}).rechunk()

    def prepare(self):
        pass

    def query(self, query, has_top):
        return self.lazy(QUERIES.index(query), query.top if has_top else None).collect()

    def lazy(self, number, top):
        pl, day = self.polars, self.polars.date
        column, cases = pl.col, self.cases.lazy()
        finished, received, due = column("finished_on"), column("received_on"), column("due_on")
        is_in_quarter = (finished >= day(2021, 4, 1)) & (finished <= day(2021, 6, 30))
        rate = ((finished > due).sum() / due.count()).alias("rate")
        days = (finished - received).dt.total_days().mean().alias("days")
        if number == 0:
            return cases.filter(is_in_quarter & (finished > due)).group_by("province", "district").len()
        if number == 1:
            is_in_year = (received >= day(2021, 1, 1)) & (received <= day(2021, 12, 31))
            return cases.filter(is_in_year).group_by("province", "channel").len()
        if number == 2:
            by_quarter = finished.dt.truncate("1q").alias("quarter")
            return cases.filter(finished.is_not_null()).group_by("province", by_quarter).agg(rate)
        if number == 3:
            of_province = cases.filter(column("province") == "Nghệ An").group_by("procedure")
            groups = of_province.agg(days, pl.len()).filter(column("len") >= 30).drop("len")
            return groups if top is None else groups.sort("days", descending=True, nulls_last=True).head(top)
        if number == 4:
            is_open = (received <= day(2021, 6, 30)) & (finished.is_null() | (finished > day(2021, 6, 30)))
            return cases.filter(is_open).group_by("province", "agency").len()
        place = (column("province") == "Bắc Giang") & (column("district") == "Huyện Lạng Giang")
        return cases.filter(place & is_in_quarter).select(pl.len(), rate, days)

    def rows(self, answer):
        return [list(row) for row in answer.rows()]


class ClickHouse:
    """ClickHouse in the process; names as LowCardinality, in its Memory engine."""

    def __init__(self, threads):
        from chdb import session
        self.threads, self.session = threads, session.Session()
        types = {column: "LowCardinality(String)" for column in CODED} | {column: "Date" for column in DAYS}
        types |= {"case_id": "String", "fee_paid_online": "Bool"}
        self.structure = ", ".join(f"{column} {types[column]}" for column in COLUMNS)
        self.run("CREATE DATABASE bench")

    def run(self, sql, form="CSV"):
        settings = f" SETTINGS max_threads = {self.threads}"
        return self.session.query(sql + (settings if sql.startswith(("SELECT", "INSERT")) else ""), form)

    def load(self, path):
        self.run("DROP TABLE IF EXISTS bench.cases")
        self.run(f"CREATE TABLE bench.cases ({self.structure}) ENGINE = Memory")
        self.run("USE bench")
        self.run(f"INSERT INTO bench.cases SELECT * FROM file('{path}', 'CSVWithNames', '{self.structure}')")

    def prepare(self):
        pass

    def query(self, query, has_top):
        return self.run(CHDB.sql(query, has_top).replace("FROM cases", "FROM bench.cases"), "JSONCompact")

    def rows(self, answer):
        return json.loads(answer.bytes())["data"]


class SQLite:
    """Without an index, as an analyst opens an export; in memory."""

    def __init__(self):
        import sqlite3
        self.connection = sqlite3.connect(":memory:")

    def load(self, path):
        import csv
        execute = self.connection.execute
        execute("DROP TABLE IF EXISTS cases")
        execute(f"CREATE TABLE cases ({', '.join(COLUMNS)})")
        with open(path, newline="", encoding="utf8") as file:
            rows = csv.reader(file)
            next(rows)
            places = ", ".join("?" if column not in DAYS else "nullif(?, '')" for column in COLUMNS)
            self.connection.executemany(f"INSERT INTO cases VALUES ({places})", rows)

    def prepare(self):
        pass

    def query(self, query, has_top):
        return self.connection.execute(SQLITE.sql(query, has_top)).fetchall()

    def rows(self, answer):
        return [list(row) for row in answer]


def make(name, folder, threads):
    if name.startswith("duckdb"):
        return DuckDB(folder, threads, is_file=name == "duckdb-file")
    return {"polars": lambda: Polars(threads), "chdb": lambda: ClickHouse(threads), "sqlite": SQLite}[name]()


def resident_bytes():
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmRSS"))


def answer(peer, command):
    started = time.perf_counter()
    if command["do"] == "memory":
        return {"bytes": resident_bytes()}
    if command["do"] == "query":
        query = QUERIES[command["number"]]
        found = peer.query(query, command["has_top"])
        return {"ms": (time.perf_counter() - started) * 1000, "rows": peer.rows(found)}
    peer.load(command["path"]) if command["do"] == "load" else peer.prepare()
    return {"ms": (time.perf_counter() - started) * 1000}


def main():
    name, folder, threads = sys.argv[1:]
    # What a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf8")
    os.dup2(2, 1)
    peer = make(name, folder, int(threads))
    for line in sys.stdin:
        print(json.dumps(answer(peer, json.loads(line)), default=str, ensure_ascii=False), file=answers, flush=True)


if __name__ == "__main__":
    main()
