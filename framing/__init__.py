"""How does each outlet name the people in the streets, and whose word is it? A toolkit for media researchers."""

__version__ = "0.1.0"
