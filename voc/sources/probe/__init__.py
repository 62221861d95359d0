"""Looks at a file and proposes its `[[sources]]` block. The door is `proposal`."""
