"""The one door to workers: tasks out, receipts back, whatever runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from framing.errors import FramingError, Place, Problem

Task = TypeVar("Task")
Result = TypeVar("Result")

_BACKENDS = {"loky": "loky", "threads": "threading", "ray": "ray", "spark": "spark"}


def run_tasks(
    work: Callable[[Task], Result],
    tasks: Sequence[Task],
    *,
    jobs: int = 1,
    backend: str = "loky",
    done: Callable[[Result], Any] | None = None,
) -> list[Result]:
    """The results of `work` on each task, in order. `work` must be a function of a module; results must be small.

    `backend` is a name, or the address of a dask cluster (tcp://…). `done` is called with each result, at once where the backend can
    tell, else at the end. Raises FramingError where the backend is not installed, or a worker is lost.
    """
    if is_dask(backend):
        return _run_on_dask(work, tasks, jobs=jobs, address=backend if backend != "dask" else None, done=done) if tasks else []
    results: list[Result] = []
    for result in map(work, tasks) if jobs == 1 or len(tasks) < 2 else _in_parallel(work, tasks, jobs=jobs, backend=backend):
        results.append(result)
        if done is not None:
            done(result)
    return results


def is_dask(backend: str) -> bool:
    """Whether the backend is dask, by name or by the address of a cluster."""
    return backend == "dask" or "://" in backend


def stream_tasks(work: Callable[[Task], Result], tasks: Iterable[Task], *, jobs: int) -> Iterator[Result]:
    """The results of `work` on each task, in order and as they come; only a few tasks are held at a time, however many there are."""
    return _in_parallel(work, tasks, jobs=jobs, backend="loky") if jobs > 1 else map(work, tasks)


def _in_parallel(work: Callable[[Task], Result], tasks: Iterable[Task], *, jobs: int, backend: str) -> Iterator[Result]:
    """The results of joblib's workers, in order."""
    import joblib

    name = _register(backend)
    # a cluster's backend cannot hand results back one by one; the local ones can
    streaming = backend in ("loky", "threads")
    with _lost_workers_told(), joblib.parallel_config(backend=name, n_jobs=jobs):
        workers = joblib.Parallel(return_as="generator" if streaming else "list", batch_size=1, pre_dispatch="2*n_jobs")
        yield from workers(joblib.delayed(work)(task) for task in tasks)


def _run_on_dask(
    work: Callable[[Task], Result],
    tasks: Sequence[Task],
    *,
    jobs: int,
    address: str | None,
    done: Callable[[Result], Any] | None,
) -> list[Result]:
    """The results of a dask cluster's workers, in order; what a lost worker had is given to another one by the scheduler."""
    try:
        from dask.distributed import Client, LocalCluster, as_completed
    except ImportError:
        raise _backend_missing("dask") from None
    results: dict[int, Result] = {}
    with _lost_workers_told(), _dask_client(Client, LocalCluster, jobs=jobs, address=address) as client:
        # tasks write files: the same task twice is two pieces of work, whatever dask thinks of its key
        futures = {future: number for number, future in enumerate(client.map(work, tasks, pure=False))}
        completed: Iterator[Any] = as_completed(list(futures))  # type: ignore[no-untyped-call]
        for future in completed:
            results[futures[future]] = future.result()
            if done is not None:
                done(results[futures[future]])
    return [results[number] for number in range(len(tasks))]


@contextmanager
def _dask_client(client: Any, local: Any, *, jobs: int, address: str | None) -> Iterator[Any]:
    """A client of the cluster at the address, or of `jobs` workers on this machine where none is given."""
    if address is None:
        with local(n_workers=jobs, threads_per_worker=1, dashboard_address=None) as cluster, client(cluster) as connected:
            yield connected
        return
    try:
        connected = client(address, timeout="10s")
    except (OSError, ValueError) as error:
        message = f"no dask scheduler answers at {address}: {type(error).__name__}"
        hint = "start one with `dask scheduler`, and give its address as tcp://HOST:8786"
        raise FramingError(Problem(Place("--scheduler"), "scheduler-missing", message, hint)) from None
    with connected:
        yield connected


@contextmanager
def _lost_workers_told() -> Iterator[None]:
    """A worker that the system ended becomes one problem; what was signed before stays done."""
    try:
        yield
    except FramingError:
        raise
    except Exception as error:
        # by name, as the classes live in libraries that need not be installed
        if type(error).__name__ not in ("TerminatedWorkerError", "BrokenProcessPool", "KilledWorker"):
            raise
        message = "a worker was ended by the system, most likely for want of memory"
        hint = "run the same command again with fewer --jobs: it goes on where it stopped"
        raise FramingError(Problem(Place("framing"), "worker-lost", message, hint)) from None


def _register(backend: str) -> str:
    """The name joblib knows the backend by, made known to it where that is needed."""
    try:
        if backend == "ray":
            from ray.util.joblib import register_ray  # type: ignore[import-not-found]

            register_ray()
        elif backend == "spark":
            from joblibspark import register_spark  # type: ignore[import-not-found]

            register_spark()
    except ImportError:
        raise _backend_missing(backend) from None
    return _BACKENDS[backend]


def _backend_missing(backend: str) -> FramingError:
    """The error of a backend whose library is not installed."""
    extra = f"pip install 'media-framing[{backend}]'" if backend == "dask" else f"install {backend} with its joblib backend"
    return FramingError(Problem(Place("--backend"), "backend-missing", f"the backend {backend} is not installed", extra))
