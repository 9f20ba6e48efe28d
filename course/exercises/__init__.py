"""Exercises: a variant's own numbers, what a typed answer may mean, its mark, and the panels."""
