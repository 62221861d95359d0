"""Which colour means what?

Blue carries the figure and grey its context; red, told from both by the colour-blind, marks only what needs a
person. `style.css` and `.streamlit/config.toml` repeat them.
"""

ACCENT = "#1f5f8b"
CONTEXT = "#8a9099"
ATTENTION = "#b3372f"
BAND = "#dde1e6"  # of what was to be expected: behind the figure
PALE, DEEP = "#eef3f7", "#174a6d"  # ends of the one scale of amounts, light to dark
INK = "#22272e"
LEVERS = {"eliminate": "#b3372f", "automate": "#1f5f8b", "simplify": "#b07d12", "improve": "#4f8a5b"}
