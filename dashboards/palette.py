"""Which colour means what?

Blue carries the figure and grey its context; red, told from both by the colour-blind, marks only what needs a
person. `style.css` and `.streamlit/config.toml` repeat them.
"""

ACCENT = "#1f5f8b"
CONTEXT = "#8a9099"
ATTENTION = "#b3372f"
