"""Fuzzing with atheris: bytes into every reader, the lexicon loader and the voice reader. Whatever comes is an outcome or a FramingError.

    python tests/fuzz/fuzz.py [--seconds N] [TARGET...]     # `make fuzz` runs all targets for ten minutes together

Inputs that found something new are kept in a folder of their own; crashes are printed with the input. `tests/fuzz/seeds` holds a few small ones.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
READERS = ("txt", "md", "html", "jsonl", "json", "csv", "tsv", "xlsx", "parquet", "zip", "txt.gz", "warc", "rss")
TARGETS = (*READERS, "stdin", "lexicon", "voicefile", "voice", "study")


def reader(suffix: str, folder: Path) -> Callable[[bytes], None]:
    """Reads the bytes as a file of this kind."""
    from framing.io.articles import read_articles

    path = folder / f"a.{suffix}"

    def read(data: bytes) -> None:
        path.write_bytes(data)
        for _ in read_articles([path]):
            pass

    return read


def standard_input(data: bytes) -> None:
    """Reads the bytes as standard input."""
    import io

    from framing.io.articles import read_articles

    for _ in read_articles(["-"], stdin=io.BytesIO(data)):
        pass


def yaml_file(kind: str, folder: Path) -> Callable[[bytes], None]:
    """Loads the bytes as a lexicon, a voice file or a study; a fault is a FramingError."""
    from framing.errors import FramingError
    from framing.lexicon import compile_lexicon, load_lexicon, load_voice
    from framing.study import load_study

    path = folder / "qq.yaml"

    def load(data: bytes) -> None:
        path.write_bytes(data)
        try:
            if kind == "lexicon":
                compile_lexicon(load_lexicon(path))
            elif kind == "voicefile":
                load_voice(path)
            else:
                load_study(path)
        except FramingError:
            pass

    return load


def voice_of(data: bytes) -> None:
    """Codes the bytes as a text in each of two languages: mentions, voice, negation, source."""
    from framing.records import Article
    from framing.run.coder import Coder

    text = data.decode("utf-8", "replace")
    for language in ("ru", "en"):
        _coder().code(Article(id="a", text=text, language=language))


_kept: list[object] = []


def _coder() -> object:
    """The shipped rules, loaded once."""
    if not _kept:
        from framing.run.api import coding_rules
        from framing.run.coder import Coder

        _kept.append(Coder(coding_rules()))
    return _kept[0]


def target(name: str, folder: Path) -> Callable[[bytes], None]:
    """What a target does with bytes."""
    if name == "stdin":
        return standard_input
    if name == "voice":
        return voice_of
    return reader(name, folder) if name in READERS else yaml_file(name, folder)


def run_one(name: str, seconds: int, keep: Path) -> None:
    """Fuzzes one target in this process; libFuzzer ends the process itself."""
    import atheris

    with atheris.instrument_imports(include=["framing"]):
        import framing.io.articles
        import framing.run.coder  # noqa: F401
    with tempfile.TemporaryDirectory() as folder:
        once = target(name, Path(folder))
        seeds = HERE / "seeds" / name
        arguments = [sys.argv[0], str(keep), f"-max_total_time={seconds}", "-max_len=4096", "-timeout=20", "-rss_limit_mb=3000", f"-artifact_prefix={keep}/"]
        atheris.Setup([*arguments, *([str(seeds)] if seeds.is_dir() else [])], once)
        atheris.Fuzz()


def main() -> int:
    """Fuzzes the targets one after another, each in a process of its own; the number of those that crashed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=600, help="for all targets together")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        run_one(given.one[0], given.seconds, Path(given.one[1]))
        return 0
    targets = given.targets or TARGETS
    crashed = []
    for name in targets:
        keep = Path(tempfile.mkdtemp(prefix=f"framing-fuzz-{name}-"))
        seconds = str(max(1, given.seconds // len(targets)))
        done = subprocess.run([sys.executable, __file__, "--seconds", seconds, "--one", name, str(keep)], check=False, capture_output=True, text=True)
        runs = next((line for line in reversed(done.stderr.splitlines()) if line.startswith("Done ")), "")
        print(f"{name}: {runs or 'CRASHED'}  ({keep})", flush=True)
        if done.returncode:
            crashed.append(name)
            print(done.stderr[-3000:], flush=True)
    print(f"{len(crashed)} of {len(targets)} targets crashed" + (f": {', '.join(crashed)}" if crashed else ""))
    return len(crashed)


if __name__ == "__main__":
    sys.exit(main())
