"""The processes of a run: started on a core of their own, their time and memory read from /proc, stopped at the end."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
SERVER_CORE, OTHER_CORE = 0, 1
START_SECONDS = 60
PAGE = os.sysconf("SC_PAGE_SIZE")


class Process:
    """A server under measure, with its children counted apart (Parley's database is one)."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("wb") as output:
            self._child = subprocess.Popen(
                ["taskset", "--cpu-list", str(SERVER_CORE), *command],
                cwd=ROOT,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        self.pid = self._child.pid

    async def says(self, words: str) -> None:
        """Return once its output has ``words``. Raises RuntimeError with the output when it ends before that."""
        for _ in range(START_SECONDS * 20):
            text = self.log.read_text(errors="replace")
            if words in text:
                return
            if self._child.poll() is not None:
                break
            await asyncio.sleep(0.05)
        raise RuntimeError(f"did not start:\n{self.log.read_text(errors='replace')}")

    def move_children(self) -> None:
        """Put every child process on the other core."""
        for child in self._children():
            for thread in _threads(child):
                os.sched_setaffinity(thread, {OTHER_CORE})

    def cpu(self) -> float:
        """Processor-seconds so far, of all its threads."""
        return cpu(self.pid)

    def children_cpu(self) -> float:
        """Processor-seconds of its child processes."""
        return sum(cpu(child) for child in self._children())

    def memory(self) -> int:
        """Resident bytes."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * PAGE

    def stop(self) -> None:
        """End it, politely at first."""
        self._child.terminate()
        try:
            self._child.wait(20)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def _children(self) -> list[int]:
        return [child.pid for child in psutil.Process(self.pid).children(recursive=True)]


def cpu(pid: int) -> float:
    """A process's processor-seconds so far, of all its threads that live."""
    total = 0
    for thread in _threads(pid):
        try:
            total += int(Path(f"/proc/{pid}/task/{thread}/schedstat").read_text().split()[0])
        except FileNotFoundError:
            continue
    return total / 1e9


def machine_cpu() -> float:
    """Processor-seconds of everything on this machine so far, what a hypervisor took away included."""
    user, nice, system, _, _, irq, softirq, steal = map(int, Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def use_other_core() -> None:
    """Keep this process, the generator, off the server's core."""
    os.sched_setaffinity(0, {OTHER_CORE})


def machine() -> str:
    """What the figures were measured on."""
    info = Path("/proc/cpuinfo").read_text()
    model = next((line.split(":")[1].strip() for line in info.splitlines() if line.startswith("model name")), "unknown")
    return (
        f"{model}, {os.cpu_count()} cores, {os.uname().sysname} {os.uname().release}, Python {sys.version.split()[0]}"
    )


def _threads(pid: int) -> list[int]:
    try:
        return [int(entry.name) for entry in Path(f"/proc/{pid}/task").iterdir()]
    except FileNotFoundError:
        return []
