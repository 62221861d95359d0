"""What reading commands, exports and pages are told: the documents of the public contract, as dicts.

Every document can be written as JSON as it is. Figures come from one published snapshot, and what people
decided from the ledger, so a decision shows at once.
"""

from voc.answers.alerts import list_alerts
from voc.answers.contacts import list_assignments, list_contacts
from voc.answers.evaluation import evaluate_labels
from voc.answers.headline import summarise_week
from voc.answers.issues import count_coverage, list_issues, show_issue
from voc.answers.portraits import grade_stability
from voc.answers.reading import Reading, open_reading, read_standing, require_issue, require_week
from voc.answers.search import search_contacts
from voc.answers.status import list_quarantine, tell_status
from voc.answers.trace import tell_trace
from voc.answers.windows import list_quoted

__all__ = [
    "Reading",
    "count_coverage",
    "evaluate_labels",
    "grade_stability",
    "list_alerts",
    "list_assignments",
    "list_contacts",
    "list_issues",
    "list_quarantine",
    "list_quoted",
    "open_reading",
    "read_standing",
    "require_issue",
    "require_week",
    "search_contacts",
    "show_issue",
    "summarise_week",
    "tell_status",
    "tell_trace",
]
