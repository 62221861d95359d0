"""One command, one report: quality, speed and memory on real sets, each beside a peer in the same run."""
