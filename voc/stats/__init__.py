"""Counts, proportions and many tests at once: plain statistics, each with its source."""
