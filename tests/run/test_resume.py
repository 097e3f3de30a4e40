"""Runs that are killed, refused or doubled: what is signed stays, the rest is done again, and the bytes are those of a fresh run."""

from __future__ import annotations

import functools
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from framing.errors import FramingError
from framing.run import api, stages
from framing.run.lock import run_lock
from framing.run.runner import run_tasks, stream_tasks
from framing.study import load_study

# a run in a process of its own, in small shards: study, folder, jobs
_RUN = """
import functools, sys
from pathlib import Path
from framing.run import api, stages
from framing.study import load_study
api.Workshop = functools.partial(stages.Workshop, shard_articles=3)
study, folder, jobs = sys.argv[1:]
print(api.run_study(load_study(Path(study)), Path(folder), jobs=int(jobs), only="classify").summary())
"""


def tables_of(folder: Path) -> dict[str, bytes]:
    """The tables of a run, byte for byte."""
    return {path.name: path.read_bytes() for path in sorted((folder / "tables").glob("*.parquet"))}


def start(study: Path, folder: Path, *, jobs: int = 1, **options: object) -> subprocess.Popen[str]:
    """A run in a process group of its own."""
    command = [sys.executable, "-c", _RUN, str(study), str(folder), str(jobs)]
    return subprocess.Popen(command, start_new_session=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def finish(study: Path, folder: Path, *, jobs: int = 1) -> None:
    """A run to its end."""
    run = start(study, folder, jobs=jobs)
    _, errors = run.communicate(timeout=300)
    assert run.returncode == 0, errors


def leavings(folder: Path) -> int:
    """How far a run has come: the files it has finished."""
    return sum(1 for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def in_small_shards(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Runs of this process cut their corpora into shards of three articles."""
    monkeypatch.setattr(api, "Workshop", functools.partial(stages.Workshop, shard_articles=3))
    return monkeypatch


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_five_times_a_run_ends_like_a_fresh_one(toy_study: Path, tmp_path: Path, jobs: int) -> None:
    finish(toy_study, tmp_path / "fresh")
    whole = leavings(tmp_path / "fresh")
    chance = random.Random(f"resume {jobs}")
    killed = 0
    for target in sorted(chance.randrange(1, whole) for _ in range(5)):
        run = start(toy_study, tmp_path / "killed", jobs=jobs)
        while run.poll() is None and leavings(tmp_path / "killed") < target:
            time.sleep(0.001)
        time.sleep(chance.random() / 50)
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
            killed += 1
        run.communicate()
    assert killed >= 3
    finish(toy_study, tmp_path / "killed", jobs=jobs)
    assert tables_of(tmp_path / "killed") == tables_of(tmp_path / "fresh")
    assert not list((tmp_path / "killed").rglob(".*.part"))


def test_a_receipt_does_not_outlive_what_it_signed(toy_study: Path, tmp_path: Path, in_small_shards: pytest.MonkeyPatch) -> None:
    """Settings changed, the run stopped half way, settings changed back: the old receipts must not vouch for new tables."""
    study, folder = load_study(toy_study), tmp_path / "run"
    api.run_study(study, folder, only="code")
    before = tables_of(folder)
    lexicon = toy_study.parent / "lexicons" / "qa.yaml"
    text = lexicon.read_text(encoding="utf-8")
    lexicon.write_text(text.replace("[riot, riots]", "[airport]"), encoding="utf-8")

    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with in_small_shards.context() as patch:
        patch.setattr(stages, "sign", fail)
        with pytest.raises(KeyboardInterrupt):
            api.run_study(study, folder, only="code")
    assert tables_of(folder) != before
    lexicon.write_text(text, encoding="utf-8")
    api.run_study(study, folder, only="code")
    assert tables_of(folder) == before


@pytest.mark.slow
def test_the_bytes_do_not_depend_on_workers_or_shards(toy_study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = load_study(toy_study)
    ways = [(1, "loky", 3), (2, "loky", 3), (4, "loky", 5), (2, "threads", 3), (4, "threads", 7), (1, "threads", 500)]
    made = []
    for number, (jobs, backend, size) in enumerate(ways):
        monkeypatch.setattr(api, "Workshop", functools.partial(stages.Workshop, shard_articles=size))
        api.run_study(study, tmp_path / str(number), jobs=jobs, backend=backend, only="classify")
        made.append(tables_of(tmp_path / str(number)))
    assert made[0]
    assert all(tables == made[0] for tables in made[1:])


def test_two_runs_in_one_folder_exclude_each_other(toy_study: Path, tmp_path: Path) -> None:
    with run_lock(tmp_path / "run"), pytest.raises(FramingError) as caught:
        api.run_study(load_study(toy_study), tmp_path / "run", only="read")
    (problem,) = caught.value.problems
    assert problem.code == "run-locked"
    assert str(os.getpid()) in problem.message
    assert "\n" not in str(problem)
    api.run_study(load_study(toy_study), tmp_path / "run", only="read")


def test_the_lock_goes_with_a_killed_process(tmp_path: Path) -> None:
    held = "import sys, time; from pathlib import Path; from framing.run.lock import run_lock\nwith run_lock(Path(sys.argv[1])):\n  print('held', flush=True); time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", held, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(FramingError), run_lock(tmp_path):
            pass
        holder.kill()
        holder.wait()
    with run_lock(tmp_path):
        pass


def _limit_files() -> None:
    """No file may grow beyond a few hundred bytes, as on a disk that is full."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (900, 900))


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on files there")
def test_a_full_disk_is_one_line_and_the_run_can_go_on(toy_study: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "framing", "run", str(toy_study), "--only", "code", "--reports", str(tmp_path), "--quiet"]
    full = subprocess.run(command, capture_output=True, text=True, preexec_fn=_limit_files, timeout=120, check=False)
    assert full.returncode == 1
    assert len(full.stderr.splitlines()) == 1, full.stderr
    assert "file-error" in full.stderr
    after = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert after.returncode == 0, after.stderr
    api.run_study(load_study(toy_study), tmp_path / "fresh", only="code")
    assert tables_of(tmp_path / "toy") == tables_of(tmp_path / "fresh")


def test_a_folder_that_cannot_be_written_is_one_line(toy_study: Path, tmp_path: Path, command: object) -> None:
    (tmp_path / "blocked").write_text("a file, where a folder should be", encoding="utf-8")
    code, _, errors = command("run", toy_study, "--reports", tmp_path / "blocked", "--quiet")
    assert code != 0
    assert len(errors.splitlines()) == 1
    assert "blocked" in errors


def _dies(number: int) -> int:
    """Ends its own process at the third task, as the system does when memory runs out."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_worker_that_is_killed_is_one_problem() -> None:
    with pytest.raises(FramingError) as caught:
        run_tasks(_dies, [1, 2, 3, 4], jobs=2)
    (problem,) = caught.value.problems
    assert problem.code == "worker-lost"


def _doubled(number: int) -> int:
    """Twice the number."""
    return 2 * number


def test_streamed_tasks_come_in_order_and_are_taken_as_needed() -> None:
    taken = []

    def tasks() -> Iterator[int]:
        for number in range(40):
            taken.append(number)
            yield number

    results = stream_tasks(_doubled, tasks(), jobs=1)
    assert next(iter(results)) == 0
    assert len(taken) == 1
    assert list(stream_tasks(_doubled, iter(range(40)), jobs=2)) == [2 * number for number in range(40)]


@pytest.mark.slow
def test_coding_writes_the_same_with_workers(toy_study: Path, tmp_path: Path, command: object) -> None:
    folder = toy_study.parent
    given = ["code", folder / "articles", "--lexicons", folder / "lexicons", "--voice", folder / "voice", "--quiet"]
    for jobs in (1, 2, 4):
        command(*given, "--jobs", jobs, "-o", tmp_path / f"{jobs}.jsonl")
    first = (tmp_path / "1.jsonl").read_bytes()
    assert first.count(b"\n") > 40
    assert (tmp_path / "2.jsonl").read_bytes() == first == (tmp_path / "4.jsonl").read_bytes()
