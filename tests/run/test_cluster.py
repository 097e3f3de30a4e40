"""A study on a real dask cluster: a scheduler and two workers in processes of their own, one of them killed in mid-run."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from framing.errors import FramingError
from framing.run import api, stages
from framing.study import load_study

pytest.importorskip("distributed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


@dataclass
class Cluster:
    """A scheduler's address and its workers."""

    address: str
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def process(*arguments: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A dask process that ends with the block."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    log = (folder / f"{arguments[0].rsplit('.', 1)[-1]}.log").open("ab")
    command = [sys.executable, "-m", *arguments]
    with log, subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log) as running:
        try:
            yield running
        finally:
            running.kill()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler with two workers of one thread each; they stand in another folder than this process."""
    folder = tmp_path / "cluster"
    folder.mkdir()
    card = folder / "scheduler.json"
    with ExitStack() as stack:
        scheduler = ("distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(card))
        stack.enter_context(process(*scheduler, "--host", "127.0.0.1", folder=folder))
        address = _address(card)
        worker = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
        workers = [stack.enter_context(process(*worker, folder=folder)) for _ in range(2)]
        yield Cluster(address, workers)


def _address(card: Path) -> str:
    """The scheduler's address, when it has written it down."""
    for _ in range(600):
        try:
            return str(json.loads(card.read_text(encoding="utf-8"))["address"])
        except (OSError, ValueError):
            time.sleep(0.1)
    pytest.fail("the scheduler did not start")


def tables_of(folder: Path) -> dict[str, bytes]:
    """The tables of a run, byte for byte."""
    return {path.name: path.read_bytes() for path in sorted((folder / "tables").glob("*.parquet"))}


def test_a_cluster_that_loses_a_worker_writes_the_same(toy_study: Path, tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "Workshop", functools.partial(stages.Workshop, shard_articles=1))
    study = load_study(toy_study)
    finished = threading.Event()

    def kill_one() -> None:
        while not finished.is_set():
            if len(list((tmp_path / "far").rglob("*.receipt.json"))) >= 8:
                cluster.workers[0].kill()
                return
            time.sleep(0.005)

    killer = threading.Thread(target=kill_one)
    killer.start()
    try:
        api.run_study(study, tmp_path / "far", backend=cluster.address, only="classify")
    finally:
        finished.set()
        killer.join()
    assert cluster.workers[0].poll() is not None, "the worker was not killed in mid-run"
    assert cluster.workers[1].poll() is None
    api.run_study(study, tmp_path / "near", only="classify")
    assert tables_of(tmp_path / "near")
    assert tables_of(tmp_path / "far") == tables_of(tmp_path / "near")


def test_no_scheduler_is_one_problem(toy_study: Path, tmp_path: Path) -> None:
    with pytest.raises(FramingError) as caught:
        api.run_study(load_study(toy_study), tmp_path / "run", backend="tcp://127.0.0.1:9", only="classify")
    (problem,) = caught.value.problems
    assert problem.code == "scheduler-missing"
