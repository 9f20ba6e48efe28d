"""Typed, checked reading of `data/`: offers, facts, and the words and numbers of each language."""
