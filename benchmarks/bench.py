"""Runs `framing` and spaCy's PhraseMatcher on the same corpus in turn (A B A B …) and prints ratios of medians.

    python benchmarks/bench.py --spacy /path/to/venv/bin/python [--shared ../shared] [--rounds 3]

spaCy lives in a virtual environment of its own (`pip install spacy==3.8.*`). The machines are shared: only the ratios mean anything.
Without --spacy only the times and the memory of framing are printed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_STUDY = """\
title: Benchmark
articles: [{corpus}]
languages: [ru]
lexicons: {root}/lexicons/protest
voice: {root}/lexicons/voice
codebook: {root}/configs/codebooks/protest.yaml
group_by: [outlet]
{model}
"""


@dataclass(frozen=True)
class Measured:
    """One run: wall time, CPU time of all its processes, and MiB of the largest and of all together."""

    wall: float
    cpu: float
    largest: float
    together: float


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--spacy", type=Path, help="the Python of an environment with spaCy")
    options.add_argument("--shared", type=Path, default=_ROOT.parent / "shared")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--jobs", type=int, default=2)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench = chosen.shared / "bench"
        subprocess.run([sys.executable, bench / "gen_corpus.py", folder, "--rare", "0.12"], check=True, stdout=subprocess.DEVNULL)
        commands = _commands(folder, chosen.jobs)
        if chosen.spacy is not None:
            commands["spaCy PhraseMatcher"] = [str(chosen.spacy), str(bench / "spacy_phrasematcher.py"), str(folder), "1"]
        runs: dict[str, list[Measured]] = {each: [] for each in commands}
        for _ in range(chosen.rounds):
            for each, command in commands.items():
                runs[each].append(measure(command))
        _tell(runs)


def _commands(folder: Path, jobs: int) -> dict[str, list[str]]:
    """What is measured of framing, by name."""
    framing = [sys.executable, "-m", "framing"]
    corpus = folder / "corpus.jsonl"
    (folder / "one.txt").write_text("Террористы захватили аэропорт, заявил президент.", encoding="utf-8")
    commands = {
        "framing --help": [*framing, "--help"],
        "framing code, one sentence": [*framing, "code", str(folder / "one.txt")],
        "framing code": [*framing, "code", str(corpus), "--jobs", str(jobs), "-o", str(folder / "out.jsonl")],
    }
    for name, model, stage in (("without report", "model: none", "code"), ("with classifier", "", "classify")):
        study = folder / f"{stage}.yaml"
        study.write_text(_STUDY.format(corpus=corpus, root=_ROOT, model=model), encoding="utf-8")
        run = [*framing, "run", str(study), "--only", stage, "--fresh", "--jobs", str(jobs), "--reports", str(folder / "reports")]
        commands[f"framing run {name}"] = run
    return commands


def measure(command: Sequence[str]) -> Measured:
    """The command's wall and CPU time and its memory; an error of the command ends the measurement."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    before, start = os.times(), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    peaks = _Peaks(process.pid)
    watcher = threading.Thread(target=peaks.watch, args=(process,), daemon=True)
    watcher.start()
    errors = process.communicate()[1]
    wall, after = time.perf_counter() - start, os.times()
    watcher.join()
    if process.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}: {errors.decode()[-500:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Measured(wall, cpu, peaks.largest, peaks.together)


class _Peaks:
    """The peak memory of a process and its children, in MiB, read from /proc (zero where there is none)."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.largest = self.together = 0.0

    def watch(self, process: subprocess.Popen[bytes]) -> None:
        """Looks until the process ends."""
        while process.poll() is None:
            sizes = [_resident(pid) for pid in self._family()]
            self.largest = max([self.largest, *sizes])
            self.together = max(self.together, sum(sizes))
            time.sleep(0.05)

    def _family(self) -> list[int]:
        """The process and all its descendants."""
        family, waiting = [], [self.pid]
        while waiting:
            family.append(pid := waiting.pop())
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                try:
                    waiting.extend(map(int, children.read_text().split()))
                except OSError:  # it has just ended
                    continue
        return family


def _resident(pid: int) -> float:
    """The memory of a process in MiB."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def _tell(runs: dict[str, list[Measured]]) -> None:
    """Prints medians, and ratios to spaCy of the same round."""
    peers = runs.get("spaCy PhraseMatcher", [])
    print(f"{'':<30}{'wall s':>8}{'CPU s':>8}{'MiB each':>10}{'together':>10}{'wall : spaCy':>14}{'CPU : spaCy':>13}")
    for name, measured in runs.items():
        middle = [statistics.median(getattr(each, part) for each in measured) for part in ("wall", "cpu", "largest", "together")]
        line = f"{name:<30}{middle[0]:8.2f}{middle[1]:8.2f}{middle[2]:10.0f}{middle[3]:10.0f}"
        if peers:
            line += f"{statistics.median(a.wall / b.wall for a, b in zip(measured, peers, strict=True)):14.2f}"
            line += f"{statistics.median(a.cpu / b.cpu for a, b in zip(measured, peers, strict=True)):13.2f}"
        print(line)


if __name__ == "__main__":
    main()
