"""Whose word is it: own, reported, quoted or distanced; negated or not; and who is speaking."""
