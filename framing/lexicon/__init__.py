"""Lexicons: from the researcher's YAML to matches in a text."""

from framing.lexicon.check import check_lexicon
from framing.lexicon.compile import CompiledLexicon, compile_lexicon
from framing.lexicon.entries import Entry, Lexicon, VoiceLexicon
from framing.lexicon.expand import write_forms
from framing.lexicon.forms_file import forms_file_path
from framing.lexicon.load import load_lexicon, load_voice
from framing.lexicon.mentions import find_all_mentions, find_mentions
from framing.lexicon.overlap import OVERLAP_POLICY, Hit

__all__ = [
    "OVERLAP_POLICY",
    "CompiledLexicon",
    "Entry",
    "Hit",
    "Lexicon",
    "VoiceLexicon",
    "check_lexicon",
    "compile_lexicon",
    "find_all_mentions",
    "find_mentions",
    "forms_file_path",
    "load_lexicon",
    "load_voice",
    "write_forms",
]
