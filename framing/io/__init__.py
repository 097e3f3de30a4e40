"""The room that opens corpora and writes tables."""
