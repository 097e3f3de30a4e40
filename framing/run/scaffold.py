"""A new study on disk: everything a researcher edits, and the demo articles to begin with."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from framing.errors import FramingError, Place, Problem
from framing.resources import schema, shipped_folder
from framing.run.coder import known_language, shipped_languages

_STUDY = """\
# Your study. docs/study-file.md explains every key; `framing check study.yaml` tells what is wrong.
title: "{name}"
# question: "What do you want to know? It stands under the title of the report."
articles: [articles]          # files and folders, relative to this file
languages: [{languages}]
lexicons: lexicons/protest    # yours to edit
voice: lexicons/voice         # likewise
codebook: codebook.yaml       # likewise
model: default                # or none, or the path of a model of your own
group_by: [outlet]            # columns to compare by; the first is the report's
seed: 1
# sources:                    # speakers whose names are written in several ways, and the group they are counted in
#   Interior ministry: {{spellings: [interior ministry, МВД, МВС], group: government}}
# scope:                      # mentions of other places and years are not counted
#   from: 2022-01-02
#   places: {{en: [Kazakhstan, Almaty], ru: [Казахстан, Алматы]}}
#   other_years: true
"""
# which schema an editor holds against which files; VS Code's YAML extension reads this as it is
_SCHEMAS = {
    "study": ["study.yaml"],
    "codebook": ["codebook.yaml"],
    "lexicon": ["lexicons/protest/*.yaml"],
    "voice": ["lexicons/voice/*.yaml"],
}
_MAKEFILE = """\
FRAMING ?= framing
.PHONY: report check

report: ## run the study and write its report
\t$(FRAMING) run study.yaml

check: ## look for faults in the study and its lexicons
\t$(FRAMING) check study.yaml
"""


def scaffold_study(folder: Path, languages: Sequence[str] = ()) -> list[str]:
    """Lines that say what was written. A folder `articles` that is there is left as it is.

    Raises FramingError where the folder holds a study or lexicons already, or a language is unknown.
    """
    known = shipped_languages()
    chosen = tuple(dict.fromkeys(known_language(language, known) for language in languages)) or known
    study = folder / "study.yaml"
    for path in (study, folder / "lexicons", folder / "codebook.yaml"):
        if path.exists():
            raise FramingError(Problem(Place(str(path)), "study-exists", "there is one already", "choose another folder"))
    folder.mkdir(parents=True, exist_ok=True)
    _copy_lexicons(folder, chosen)
    shutil.copyfile(shipped_folder("configs") / "codebooks" / "protest.yaml", folder / "codebook.yaml")
    own = (folder / "articles").exists()
    if not own:
        _copy_demo(folder / "articles", chosen)
    name = folder.resolve().name.replace("\\", "").replace('"', "")
    study.write_text(_STUDY.format(name=name, languages=", ".join(chosen)), encoding="utf-8")
    for path, text in ((folder / "Makefile", _MAKEFILE), (folder / ".gitignore", "reports/\n")):
        if not path.exists():
            path.write_text(text, encoding="utf-8")
    _write_schemas(folder)
    told = "with your articles" if own else "with the demo articles to begin with: replace articles/ with your own"
    return [f"{study}: your study, {told}", f"next: cd {folder} && framing run study.yaml"]


def _write_schemas(folder: Path) -> None:
    """Writes the JSON Schemas of what is edited, and the settings by which an editor completes and checks as one types."""
    schemas, settings = folder / ".schemas", folder / ".vscode" / "settings.json"
    schemas.mkdir(exist_ok=True)
    for name in _SCHEMAS:
        text = json.dumps(schema(name), ensure_ascii=False, indent=1)
        (schemas / f"{name}.schema.json").write_text(f"{text}\n", encoding="utf-8")
    if not settings.exists():
        settings.parent.mkdir(exist_ok=True)
        rules = {"yaml.schemas": {f".schemas/{name}.schema.json": files for name, files in _SCHEMAS.items()}}
        settings.write_text(json.dumps(rules, indent=1) + "\n", encoding="utf-8")


def _copy_lexicons(folder: Path, languages: Sequence[str]) -> None:
    """Copies the lexicons and voice files of the languages, with their expanded forms."""
    for kind in ("protest", "voice"):
        source = shipped_folder("lexicons") / kind
        for language in languages:
            for file in (source / f"{language}.yaml", source / "forms" / f"{language}.json"):
                if file.is_file():
                    target = folder / "lexicons" / kind / file.relative_to(source)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(file, target)


def _copy_demo(target: Path, languages: Sequence[str]) -> None:
    """Copies the demo articles in these languages, flat, with a sources table of them."""
    demo = shipped_folder("corpora") / "demo"
    target.mkdir()
    with (demo / "sources.csv").open(encoding="utf-8", newline="") as table:
        reader = csv.DictReader(table)
        rows = [row for row in reader if row["language"] in languages]
    for row in rows:
        source = demo / row["file"]
        shutil.copyfile(source, target / source.name)
        row["file"] = source.name
    with (target / "sources.csv").open("w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, reader.fieldnames or ())
        writer.writeheader()
        writer.writerows(rows)
