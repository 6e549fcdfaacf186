"""The systems under measurement as subprocesses with one face: load, prepare, query, memory, close."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from queries import QUERIES, our_groups, peer_groups

FOLDER = pathlib.Path(__file__).resolve().parent


class Peer:
    """A database in `peers.py`."""

    def __init__(self, name, folder, threads):
        self.name = name
        environment = os.environ | {"POLARS_MAX_THREADS": str(threads)}
        self.process = subprocess.Popen(
            [sys.executable, str(FOLDER / "peers.py"), name, str(folder), str(threads)], env=environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf8")
        self.memory_before = self.memory()

    def ask(self, **command):
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended while asked to {command['do']}")
        return json.loads(line)

    def load(self, path):
        return self.ask(do="load", path=str(path))["ms"]

    def prepare(self):
        return self.ask(do="prepare")["ms"]

    def query(self, number, has_top=True):
        """Milliseconds and groups."""
        answer = self.ask(do="query", number=number, has_top=has_top)
        return answer["ms"], peer_groups(QUERIES[number], answer["rows"])

    def memory(self):
        return self.ask(do="memory")["bytes"]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Shell:
    """This program, statement by statement in one process.

    It reads a script whole before it runs it, so its script is nothing but `source` of two pipes in turn: what is
    written to one runs at once, and that the other is then opened says that it has ended. It takes `steps` statements
    at most.
    """

    name = "tthc-shell"

    def __init__(self, program, datasets, steps):
        self.home = tempfile.TemporaryDirectory()
        home = pathlib.Path(self.home.name)
        self.pipes = [home / "step-0", home / "step-1"]
        for pipe in self.pipes:
            os.mkfifo(pipe)
        script = home / "steps.tthc"
        script.write_text("".join(f'source "step-{step % 2}"\n' for step in range(steps)))
        self.outputs = [open(home / name, "w+b") for name in ("answers", "messages")]
        self.process = subprocess.Popen(
            [program, "--lang", "en", "--keep-going", str(script)], stdin=subprocess.DEVNULL, stdout=self.outputs[0],
            stderr=self.outputs[1], env=shell_environment(home, datasets))
        self.read, self.is_loaded = [0, 0], False
        self.step = 0
        self.pipe = self.opened()
        self.run("set timing on")
        self.memory_before = self.memory()

    def run(self, statement):
        """What it wrote to standard output and to standard error, and the seconds it took as seen from here."""
        started = time.perf_counter()
        with os.fdopen(self.pipe, "wb") as pipe:
            pipe.write(statement.encode() + b"\n")
        self.step += 1
        self.pipe = self.opened()
        seconds = time.perf_counter() - started
        answer, messages = (self.written(index) for index in range(2))
        if re.search(r"^error\[", messages, re.MULTILINE):
            raise RuntimeError(f"tthc-shell: {statement}\n{messages}")
        return answer, messages, seconds

    def opened(self):
        """The next step's pipe, once the program waits for it."""
        while True:
            try:
                pipe = os.open(self.pipes[self.step % 2], os.O_WRONLY | os.O_NONBLOCK)
                os.set_blocking(pipe, True)
                return pipe
            except OSError:  # nobody reads it yet
                if self.process.poll() is not None:
                    raise RuntimeError(f"tthc-shell ended: {self.written(1)}") from None
                time.sleep(0.0002)

    def written(self, index):
        text = os.pread(self.outputs[index].fileno(), 1 << 30, self.read[index])
        self.read[index] += len(text)
        return text.decode()

    def load(self, path):
        if self.is_loaded:
            self.run("unload cases")
        self.is_loaded = True
        return self.run(f'load "{path}" as cases')[2] * 1000

    def prepare(self):
        return 0.0

    def save(self, path):
        return self.run(f'save cases "{path}"')[2] * 1000

    def query(self, number, has_top=True):
        query = QUERIES[number]
        answer, messages, _ = self.run(f"{query.text} | csv")
        return milliseconds(messages), our_groups(query, answer)

    def memory(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf8")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024

    def close(self):
        os.close(self.pipe)
        self.process.kill()
        self.process.wait()
        for output in self.outputs:
            output.close()
        self.home.cleanup()


def milliseconds(messages):
    """What `set timing on` says of one answer. The only place that knows its form."""
    found = re.findall(r"^time:? ([0-9.]+) ms", messages, re.MULTILINE)
    if len(found) != 1:
        raise RuntimeError(f"no single time in {messages!r}")
    return float(found[0])


def shell_environment(home, datasets):
    home = str(home)
    return {"HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home, "LANG": "C.UTF-8",
            "TTHC_DATASETS": str(datasets), "PATH": os.environ["PATH"]}
