"""Samples for human coding, and how far coders agree."""
