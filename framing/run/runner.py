"""The one door to workers: tasks out, receipts back, whatever runs them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from framing.errors import FramingError, Place, Problem

Task = TypeVar("Task")
Result = TypeVar("Result")

_BACKENDS = {"loky": "loky", "threads": "threading", "dask": "dask", "ray": "ray", "spark": "spark"}


def run_tasks(
    work: Callable[[Task], Result],
    tasks: Sequence[Task],
    *,
    jobs: int = 1,
    backend: str = "loky",
    done: Callable[[Result], Any] | None = None,
) -> list[Result]:
    """The results of `work` on each task, in order. `work` must be a function of a module; results must be small.

    `done` is called with each result, at once where the backend can tell, else at the end.
    Raises FramingError where the backend is not installed.
    """
    results: list[Result] = []
    if jobs == 1 or len(tasks) < 2:
        for task in tasks:
            results.append(work(task))
            if done is not None:
                done(results[-1])
        return results
    import joblib

    # a cluster's backend cannot hand results back one by one; the local ones can
    streaming = backend in ("loky", "threads")
    with joblib.parallel_config(backend=_register(backend), n_jobs=jobs):
        found = joblib.Parallel(return_as="generator" if streaming else "list", batch_size=1)(joblib.delayed(work)(task) for task in tasks)
        for result in found:
            results.append(result)
            if done is not None:
                done(result)
    return results


def _register(backend: str) -> str:
    """The name joblib knows the backend by, made known to it where that is needed."""
    try:
        if backend == "dask":
            import dask.distributed  # type: ignore[import-not-found]  # noqa: F401 - imported to see whether it is there
        elif backend == "ray":
            from ray.util.joblib import register_ray  # type: ignore[import-not-found]

            register_ray()
        elif backend == "spark":
            from joblibspark import register_spark  # type: ignore[import-not-found]

            register_spark()
    except ImportError:
        extra = f"pip install 'media-framing[{backend}]'"
        raise FramingError(Problem(Place("--backend"), "backend-missing", f"the backend {backend} is not installed", extra)) from None
    return _BACKENDS[backend]
