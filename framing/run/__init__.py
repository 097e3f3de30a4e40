"""The room that joins all others: what commands and notebooks call."""
