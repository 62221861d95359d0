"""Exports whose records no dotted path describes, read in code: the protocol is that of a plug-in."""
