"""How did a count run lately, at a glance?

An inline image and no chart, since ten charts cost a page a second. Its words stand beside it.
"""

from base64 import b64encode
from collections.abc import Sequence

from dashboards.palette import ACCENT, CONTEXT

SPARK_WEEKS = 26
_WIDTH, _HEIGHT, _MARGIN = 120, 26, 3


def draw_sparkline(counts: Sequence[float]) -> str:
    """Draw the last weeks as a small line that ends in a dot; returns the address of an image."""
    recent = list(counts)[-SPARK_WEEKS:] or [0]
    top = max(*recent, 1)
    step = (_WIDTH - 2 * _MARGIN) / max(len(recent) - 1, 1)
    room = _HEIGHT - 2 * _MARGIN
    points = [
        (_MARGIN + index * step, _HEIGHT - _MARGIN - room * value / top) for index, value in enumerate(recent)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    image = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}">'
        f'<polyline points="{path}" fill="none" stroke="{CONTEXT}" stroke-width="1.5"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{ACCENT}"/></svg>'
    )
    return "data:image/svg+xml;base64," + b64encode(image.encode()).decode()
