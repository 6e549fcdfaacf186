"""Prints what was found: medians with their spread, ratios, and which targets are met."""
import math
import os
import platform
import statistics

from queries import QUERIES

#: Peer: the least ratio of each query and of their geometric mean, by the order of rows; and the least of loading.
TARGETS = {"duckdb-file": (2, 6), "duckdb-memory": (2, 6), "polars": (2, 6), "chdb": (3, 10)}
RANDOM_TARGETS = {"duckdb-file": (1.2, 4), "duckdb-memory": (1.2, 4)}
LOAD_TARGETS = {"duckdb-memory": 2.5, "polars": 2, "chdb": 5}
#: Told what the columns are, a peer does less than is asked of us: that is shown, and has no target.
SMALL_TARGETS = {"duckdb": 6, "duckdb told": None, "sqlite": 1}
WARM_TARGET, COLD_TARGET = 4, 1.3
BYTES_TARGET = 20 + 19 + 4  # twelve columns, the case id's own bytes, its place
US = "tthc-shell"


def machine(arguments):
    model = "unknown"
    with open("/proc/cpuinfo", encoding="utf8") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), model)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    import chdb
    import duckdb
    import polars
    print(f"{model}, {os.cpu_count()} processors, {arguments.threads} used, {memory:.0f} GiB, "
          f"Linux {platform.release()}, load {os.getloadavg()[0]:.1f}")
    print(f"DuckDB {duckdb.__version__}, Polars {polars.__version__}, chdb {chdb.__version__}")


def size(finding):
    gigabytes = finding.path.stat().st_size / 1e9
    print(f"\n{finding.rows:,} cases in {finding.order} order, {gigabytes:.2f} GB of CSV; ms, median (min–max)")
    names = list(finding.load)
    print(f"{'':10}" + "".join(f"{name:>26}" for name in names))
    print(f"{'load':10}" + "".join(f"{spread(finding.load[name], decimals=0):>26}" for name in names))
    print(f"{'prepare':10}" + "".join(f"{finding.prepare[name]:>26.0f}" for name in names))
    for number, times in enumerate(finding.queries):
        print(f"{f'query {number + 1}':10}" + "".join(f"{spread(times[name]):>26}" for name in names))
    print(f"{'bytes/case':10}" + "".join(f"{finding.memory[name] / finding.rows:>26.1f}" for name in names))
    if US in finding.load:
        print(f"load: {gigabytes / statistics.median(finding.load[US]) * 1000:.2f} GB/s")
    groups = "every group of the six queries has DuckDB's value"
    print(groups if not finding.differences else f"{len(finding.differences)} VALUES DIFFER FROM DUCKDB'S")
    for line in finding.differences[:20]:
        print(f"  {line}")


def spread(times, decimals=2):
    median, least, most = (f"{time:.{decimals}f}" for time in (statistics.median(times), min(times), max(times)))
    return f"{median} ({least}–{most})"


def summary(findings, starts, bandwidth):
    print("\nstart to answer, ms, median (min–max)")
    kinds = [("1,000-row CSV", starts.small), ("snapshot, warm", starts.warm), ("snapshot, cold", starts.cold)]
    for title, times in kinds:
        for name, figures in times.items():
            print(f"  {title:16}{name:12}{spread(figures)}")
    for name, count in starts.sizes.items():
        print(f"  {'file':16}{name:12}{count / 1e6:.0f} MB")
    print(f"memory: {bandwidth / 1e9:.1f} GB/s read")
    if any(US in finding.load for finding in findings):
        scale(findings)
        touched(findings, bandwidth)
        ratios(findings, starts)


def scale(findings):
    print("\nns per case, by number of cases")
    for finding in findings:
        each = [statistics.median(times[US]) * 1e6 / finding.rows for times in finding.queries]
        print(f"  {finding.rows:>12,} {finding.order:10}" + "".join(f"{figure:9.3f}" for figure in each))


def touched(findings, bandwidth):
    """In random order no block can be skipped, so that every row's columns are read."""
    for finding in findings:
        if finding.order != "random":
            continue
        print(f"\nGB/s of columns read, and its part of the memory's, {finding.rows:,} cases in random order")
        for number, (query, times) in enumerate(zip(QUERIES, finding.queries)):
            rate = query.bytes_per_row * finding.rows / statistics.median(times[US]) * 1000
            print(f"  query {number + 1}: {rate / 1e9:6.1f}  {rate / bandwidth:5.0%}")


def ratios(findings, starts):
    print(f"\n{'ratio to ours, of medians':58}{'each':>8}{'target':>8}{'geomean':>10}{'target':>8}   met")
    for finding in findings:
        where = f"{finding.rows / 1e6:g} M, {finding.order}"
        for name in finding.load:
            if name != US:
                query_ratios(finding, name, where)
        for name, target in LOAD_TARGETS.items():
            if name in finding.load:
                ratio = statistics.median(finding.load[name]) / statistics.median(finding.load[US])
                one(f"load, {where}, vs {name}", ratio, target)
        used = finding.memory[US] / finding.rows
        title = f"bytes per case with its id, {where}"
        print(f"{title:58}{used:8.1f}{BYTES_TARGET:>8}{'':18}   {met(used <= BYTES_TARGET)}")
    for name, target in SMALL_TARGETS.items():
        one(f"1,000-row CSV, start to answer, vs {name}", start_ratio(starts.small, name), target)
    if US in starts.warm:
        one("snapshot, start to answer, warm, vs DuckDB's file", start_ratio(starts.warm, "duckdb"), WARM_TARGET)
        one("snapshot, start to answer, cold, vs DuckDB's file", start_ratio(starts.cold, "duckdb"), COLD_TARGET)


def query_ratios(finding, name, where):
    each = [statistics.median(times[name]) / statistics.median(times[US]) for times in finding.queries]
    mean = math.exp(statistics.fmean(map(math.log, each)))
    targets = (TARGETS if finding.order == "received" else RANDOM_TARGETS).get(name)
    title = f"six queries, {where}, vs {name}"
    if targets is None:
        print(f"{title:58}{min(each):7.1f}×{'':8}{mean:9.1f}×")
    else:
        is_met = min(each) >= targets[0] and mean >= targets[1]
        print(f"{title:58}{min(each):7.1f}×{targets[0]:7}×{mean:9.1f}×{targets[1]:7}×   {met(is_met)}")
    print(f"{'':4}" + "  ".join(f"{ratio:.1f}×" for ratio in each))


def one(title, ratio, target):
    if target is None:
        print(f"{title:58}{ratio:7.1f}×")
        return
    print(f"{title:58}{ratio:7.1f}×{target:7}×{'':18}   {met(ratio >= target)}")


def start_ratio(times, name):
    return statistics.median(times[name]) / statistics.median(times[US])


def met(is_met):
    return "yes" if is_met else "NO"
