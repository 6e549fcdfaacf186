#!/usr/bin/env python3
"""Time from Tab to the last byte of its answer, at the prompt in a pseudo-terminal, with 12,000 districts.

Usage: benchmarks/completion.py [--runs 30] [--members 12000] [--program PATH]

The districts are invented and added to a copy of the shipped data. Each place is tried with one Tab, which inserts, and
with two, of which the second lists with meanings.
"""
import argparse
import csv
import os
import pathlib
import pty
import select
import shutil
import signal
import statistics
import struct
import fcntl
import tempfile
import termios
import time

FOLDER = pathlib.Path(__file__).resolve().parent.parent
PLACES = [
    "", "ov", "overdue ", "overdue by ", "overdue where district = ", "overdue where district = tan",
    "overdue where district = \"tan lap 1", "overdue where province = bac g", "help ", "show ",
    "quá hạn theo ", "quá hạn khi huyện = tân l",
]
QUIET_IN_SECONDS = 0.05
SYLLABLES = ["Tân", "Lập", "Đông", "Hòa", "Bình", "Sơn", "Thủy", "Phú", "Mỹ", "An", "Vĩnh", "Long"]


def main():
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory() as home:
        datasets = pathlib.Path(home, "datasets")
        shutil.copytree(FOLDER / "datasets", datasets)
        count = add_members(datasets / "districts.csv", arguments.members)
        print(f"Tab to the end of its answer in ms, {arguments.runs} runs each, {count} districts")
        print(f"{'':48}{'median':>8}{'max':>8}{'second Tab':>12}{'max':>8}")
        with Prompt(arguments.program, datasets, home) as prompt:
            for place in PLACES:
                first, second = prompt.measure(place, arguments.runs)
                print(f"{place:48}{statistics.median(first):8.1f}{max(first):8.1f}"
                      f"{statistics.median(second):12.1f}{max(second):8.1f}")


def parse_arguments():
    parser = argparse.ArgumentParser(description="Time of completion.")
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--members", type=int, default=12_000)
    parser.add_argument("--program", default=str(FOLDER / ".build-release/release/tthc-shell"))
    return parser.parse_args()


def add_members(path, wanted):
    """How many members the table then has."""
    with open(path, newline="", encoding="utf8") as file:
        columns, *rows = csv.reader(file)
    provinces = [row[columns.index("province")] for row in rows]
    with open(path, "a", newline="", encoding="utf8") as file:
        writer = csv.writer(file, lineterminator="\n")
        for number in range(wanted - len(rows)):
            syllables = [SYLLABLES[number // 12 ** place % 12] for place in range(2)]
            row = dict.fromkeys(columns, "")
            name = f"{' '.join(syllables)} {number}"
            row |= {"id": f"9{number:05}", "code": f"9{number:05}", "name": f"Huyện {name}", "short_name": name,
                    "type": "Huyện", "province": provinces[number % len(provinces)]}
            writer.writerow([row[column] for column in columns])
    return max(wanted, len(rows))


class Prompt:
    def __init__(self, program, datasets, home):
        environment = {"HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home, "TERM": "xterm-256color",
                       "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.execve(program, [program, "--datasets", str(datasets)], environment)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        output = b""
        while b"tthc>" not in output:
            output += os.read(self.terminal, 65536)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)

    def measure(self, place, runs):
        first, second = [], []
        for _ in range(runs):
            self.send(place.encode())
            first.append(self.send(b"\t") * 1000)
            second.append(self.send(b"\t") * 1000)
            self.send(b"\x03")
        return first, second

    def send(self, keys):
        """The seconds until the last byte of what they lead to."""
        started = last = time.perf_counter()
        if keys:
            os.write(self.terminal, keys)
        while select.select([self.terminal], [], [], QUIET_IN_SECONDS)[0]:
            os.read(self.terminal, 65536)
            last = time.perf_counter()
        return last - started


if __name__ == "__main__":
    main()
