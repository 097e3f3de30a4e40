"""From raw text to parts and sentences: cleaning, language, boundaries, copies, scope."""
