#!/usr/bin/env python3
"""Time of a query over about 100,000 figures: 63 provinces, 20 districts each, 4 measures, 20 quarters.

Usage: benchmarks/many-figures.py [--runs 10] [--districts 20] [--quarters 20] [--program PATH] [--keep FOLDER]

The districts and figures are invented and stand in a copy of the shipped data. Loading is timed by itself; a warm query
is the time that one more of it adds to a run.
"""
import argparse
import csv
import pathlib
import random
import shutil
import statistics
import subprocess
import tempfile
import time

FOLDER = pathlib.Path(__file__).resolve().parent.parent
MEASURES = {"received_new": (100, 9000), "carried_over": (0, 900), "resolved": (100, 9000), "resolved_overdue": (0, 90)}
QUERIES = [
    "received, overdue_rate by district where quarter = Q2/2020",
    "received, overdue_rate by province where quarter = Q2/2020",
    "overdue_rate by quarter where province = \"Bắc Giang\"",
    "received by district where quarter = Q2/2020 vs previous quarter top 10 with others with totals",
    "share(received_new), rank(overdue_rate) by district where quarter = Q2/2020",
]


def main():
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory() as home:
        datasets = pathlib.Path(arguments.keep or home, "datasets")
        shutil.rmtree(datasets, ignore_errors=True)
        shutil.copytree(FOLDER / "datasets", datasets)
        count = write_figures(datasets, add_districts(datasets, arguments.districts), arguments.quarters)
        loading = median_time(arguments, datasets, ["show settings"])
        print(f"{count} figures, {arguments.runs} runs each; loaded in {loading:.0f} ms")
        print(f"{'query':98}{'first ms':>10}{'warm ms':>10}")
        for query in QUERIES:
            once = median_time(arguments, datasets, [query])
            often = median_time(arguments, datasets, [query] * (1 + WARM))
            print(f"{query:98}{once - loading:10.1f}{(often - once) / WARM:10.1f}")


WARM = 5


def parse_arguments():
    parser = argparse.ArgumentParser(description="Time of queries over many figures.")
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--districts", type=int, default=20)
    parser.add_argument("--quarters", type=int, default=20)
    parser.add_argument("--program", default=str(FOLDER / ".build-release/release/tthc-shell"))
    parser.add_argument("--keep", help="folder to leave the data in")
    return parser.parse_args()


def median_time(arguments, datasets, queries):
    """Of a run of the program, in ms."""
    command = [arguments.program, "--no-init", "--datasets", str(datasets), "--format", "csv"]
    for query in queries:
        command += ["-c", query]
    times = []
    for _ in range(arguments.runs):
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def add_districts(datasets, count):
    """The ids of invented districts, `count` for each of the 63 provinces of 2020."""
    with open(datasets / "provinces.csv", newline="", encoding="utf8") as file:
        provinces = [row["id"] for row in csv.DictReader(file) if row["valid_to"] == "2025-06-30"]
    ids = []
    with open(datasets / "districts.csv", newline="", encoding="utf8") as file:
        columns = next(csv.reader(file))
    with open(datasets / "districts.csv", "a", newline="", encoding="utf8") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        for place, province in enumerate(provinces):
            for number in range(count):
                name = f"Thử {place * count + number}"
                ids.append((province, f"9{place * count + number:05}"))
                writer.writerow({"id": ids[-1][1], "code": ids[-1][1], "name": f"Huyện {name}", "short_name": name,
                                 "type": "Huyện", "province": province})
    return ids


def write_figures(datasets, districts, quarters):
    """How many there are."""
    generator = random.Random(1)
    with open(datasets / "figures.csv", newline="", encoding="utf8") as file:
        columns = next(csv.reader(file))
    count = 0
    with open(datasets / "figures.csv", "w", newline="", encoding="utf8") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        for number in range(quarters):
            for province, district in districts:
                for measure, (least, most) in MEASURES.items():
                    count += 1
                    writer.writerow({"document": "000", "section": "II", "line": count // 50 + 1,
                                     "ordinal": count % 50 + 1, "measure": measure,
                                     "period": f"{2017 + number // 4}-Q{number % 4 + 1}", "province": province,
                                     "district": district, "value": generator.randint(least, most)})
    return count


if __name__ == "__main__":
    main()
