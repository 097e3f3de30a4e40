"""A toy language, so that the rules are tested without the real voice files."""

import pytest

from framing.lexicon import load_voice
from framing.voice.cues import CompiledVoice

TOY = """
language: qq
morphology: none
cues:
  saying: [{forms: [said, says, claimed, added]}]
  saying_noun: [{forms: [claim, claims]}]
  calling: [{forms: [called, described]}]
  accusing: [{forms: [accused]}]
  asking: [{forms: [asked for, promised to]}]
  according: [{forms: [according to]}, {forms: [reportedly], source: none}, {forms: [ago said], source: before}]
  hearsay: [{forms: [allegedly]}]
  so_called: [{forms: [so-called]}]
  negator:
    - {forms: [no, not], within: 2}
    - {forms: [absent], reach: backward, within: 2}
  negation_decoy: [{forms: [no doubt, not only]}]
  denial: [{forms: [guise of]}]
  contrast: [{forms: [and not, rather than]}]
  complementizer: [{forms: [that]}]
  clause_break: [{forms: [but, while]}]
  pronoun: [{forms: [he, she]}]
  role: [{forms: [president, minister, ministry, police, witness]}]
  not_source: [{forms: [today, on]}]
quotation:
  marks: ["«»", "““"]
  name_nouns: [party, film]
  dashes: true
  speech_labels: [Direct speech]
finite:
  words: [seized, was, were, are, is, burned, leave, came]
clauses:
  bare: true
  bare_stops: [in, on, at, to, about]
  label_markers: [as]
  links: [of, for, the, and]
  parenthesis: [as]
layout:
  context_headings: [Background]
"""


@pytest.fixture(scope="session")
def toy(tmp_path_factory) -> CompiledVoice:
    path = tmp_path_factory.mktemp("voice") / "qq.yaml"
    path.write_text(TOY, encoding="utf-8")
    return CompiledVoice(load_voice(path))
