"""A new study on disk: everything a researcher edits, and the demo articles to begin with."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from framing.errors import FramingError, Place, Problem, did_you_mean
from framing.resources import shipped_folder
from framing.run.coder import shipped_languages

_STUDY = """\
# Your study. Every key is explained in docs/study-file.md; `framing check study.yaml` tells what is wrong.
title: {name}
articles: [articles]
languages: [{languages}]
lexicons: lexicons/protest
voice: lexicons/voice
codebook: codebook.yaml
model: default
group_by: [outlet]
seed: 1
"""
_MAKEFILE = """\
report: ## run the study and write its report
\tframing run study.yaml

check: ## look for faults in the study and its lexicons
\tframing check study.yaml
"""


def scaffold_study(folder: Path, languages: Sequence[str] = ()) -> list[str]:
    """Lines that say what was written. Raises FramingError where the folder holds a study already, or a language is unknown."""
    known = shipped_languages()
    chosen = tuple(languages) or known
    for language in chosen:
        if language not in known:
            raise FramingError(Problem(Place("--language"), "language-missing", f"there is no lexicon for {language!r}", did_you_mean(language, known)))
    study = folder / "study.yaml"
    if study.exists():
        raise FramingError(Problem(Place(str(study)), "study-exists", "there is a study already", "choose another folder"))
    for kind in ("protest", "voice"):
        source = shipped_folder("lexicons") / kind
        for language in chosen:
            for file in (source / f"{language}.yaml", source / "forms" / f"{language}.json"):
                if file.is_file():
                    target = folder / "lexicons" / kind / file.relative_to(source)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(file, target)
    shutil.copyfile(shipped_folder("configs") / "codebooks" / "protest.yaml", folder / "codebook.yaml")
    shutil.copytree(shipped_folder("corpora") / "demo", folder / "articles")
    study.write_text(_STUDY.format(name=folder.resolve().name, languages=", ".join(chosen)), encoding="utf-8")
    (folder / "Makefile").write_text(_MAKEFILE, encoding="utf-8")
    (folder / ".gitignore").write_text("reports/\n", encoding="utf-8")
    return [f"{study}: your study, with the demo articles to begin with", f"next: cd {folder} && framing run study.yaml"]
