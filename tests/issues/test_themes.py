import numpy as np

from tests.issues.builders import make_topics
from voc.issues.embed import scale_rows
from voc.issues.themes import group_themes, name_themes


def test_issues_of_one_company_do_not_all_stand_under_one_roof() -> None:
    """All share the company's direction, four fifths of each centroid; four subjects are beside it."""
    subjects, labels = make_topics([5] * 4, spread=0.4)
    centroids = scale_rows(subjects + 2 * np.ones(subjects.shape[1]) / np.sqrt(subjects.shape[1]))
    themes = np.array(group_themes(centroids.astype(np.float32)))
    assert len(set(themes.tolist())) == 4
    assert all(len(set(themes[labels == label].tolist())) == 1 for label in range(4))


def test_close_issues_share_a_theme_called_by_the_word_they_share_and_a_lone_one_has_none() -> None:
    centroids = np.array([[1, 0.05, 0], [1, -0.05, 0], [0, 0, 1]], np.float32)
    themes = group_themes(centroids / np.linalg.norm(centroids, axis=1, keepdims=True))
    assert themes[0] == themes[1] != themes[2]
    words = [
        [("factura", "factura"), ("cobro", "cobro")],
        [("factura", "facturas"), ("error", "error")],
        [("app", "app")],
    ]
    assert name_themes(themes, words) == ["factura", "factura", None]
