#!/usr/bin/env python3
"""Time from start to the first prompt's appearance in a pseudo-terminal, beside DuckDB's and SQLite's shells.

Usage: benchmarks/first-prompt.py [--runs 30] [--program PATH] [--duckdb PATH] [--sqlite PATH]

The programs take turns, so that a busy moment of the machine touches all of them. Each starts without history, settings
or data of the user's own, from the file cache. A program that asks the terminal something is answered at once, as a
terminal does, and reported to have asked: over a slow line it would wait.
"""
import os
import pty
import re
import select
import signal
import statistics
import tempfile
import time

from starts import FOLDER, start_parser

ANSWERS = [
    (re.compile(rb"\x1b\]1[01];\?(?:\x07|\x1b\\)"), b"\x1b]11;rgb:0000/0000/0000\x07"),
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;c"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
]
PATIENCE_IN_SECONDS = 10


def main():
    arguments = start_parser("Start to first prompt.", runs=30).parse_args()
    programs = [
        ("tthc-shell", [arguments.program, "--datasets", str(FOLDER / "datasets")], b"tthc> $"),
        ("duckdb", [arguments.duckdb], b"(memory )?D $"),
        ("sqlite3", [arguments.sqlite], b"sqlite> $"),
    ]
    found = [(name, command, prompt) for name, command, prompt in programs if command[0]]
    times = {name: [] for name, _, _ in found}
    asked = set()
    for turn in range(arguments.runs + 1):
        for name, command, prompt in found:
            seconds, has_asked = time_to_prompt(command, prompt)
            if turn > 0:  # the first fills the cache
                times[name].append(seconds * 1000)
            if has_asked:
                asked.add(name)
    print(f"start to first prompt in ms, {arguments.runs} runs each")
    print(f"{'':12}{'median':>8}{'min':>8}{'max':>8}  asks the terminal")
    for name, _, _ in found:
        figures = times[name]
        print(f"{name:12}{statistics.median(figures):8.1f}{min(figures):8.1f}{max(figures):8.1f}"
              f"  {'yes' if name in asked else 'no'}")


def time_to_prompt(command, prompt):
    with tempfile.TemporaryDirectory() as home:
        environment = {"HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home, "TERM": "xterm-256color",
                       "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
        started = time.perf_counter()
        process, terminal = pty.fork()
        if process == 0:
            os.chdir(home)
            os.execve(command[0], command, environment)
        output, answered = b"", 0
        try:
            while not is_shown(prompt, output):
                if not select.select([terminal], [], [], PATIENCE_IN_SECONDS)[0]:
                    raise TimeoutError(f"{command[0]}: no prompt, but {output!r}")
                output += os.read(terminal, 65536)
                questions = sorted((match.end(), answer) for question, answer in ANSWERS
                                   for match in question.finditer(output))
                for _, answer in questions[answered:]:
                    os.write(terminal, answer)
                answered = len(questions)
            return time.perf_counter() - started, answered > 0
        finally:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            os.close(terminal)


def is_shown(prompt, output):
    """Whether the last row is the prompt, colours and other sequences left out."""
    plain = re.sub(rb"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[78=>]|\([AB0])|[\x01\x02]", b"", output)
    return re.match(prompt, re.split(rb"[\r\n]", plain)[-1]) is not None


if __name__ == "__main__":
    main()
