"""An installed sentence encoder is further evidence across languages; without one nothing changes."""

from __future__ import annotations

import pytest

from firsthand.collate import collate, crossing, encoders
from firsthand.config import Config
from firsthand.model import Document

ENGLISH = (
    "Olda Renn, the governor of Tavesh, visited Sarovel on Monday. He spoke with 250 families whose houses in Pellan were flooded. "
    "The river Hallam carried away three bridges."
)
GERMAN = (
    "Olda Renn, der Gouverneur von Tavesh, besuchte am Montag Sarovel. Er sprach mit 250 Familien, deren Häuser in Pellan überflutet wurden. "
    "Der Fluss Hallam riss drei Brücken fort."
)


def pair() -> list[Document]:
    texts = (("a", ENGLISH, "en"), ("b", GERMAN, "de"))
    return [Document(id=n, address=n, sha256=n, text=t, language=language) for n, t, language in texts]


def alike(texts: list[str]) -> list[list[float]]:
    return [[1.0, 0.5] for _ in texts]


def unlike(texts: list[str]) -> list[list[float]]:
    return [[1.0, 0.0] if "governor" in t else [0.0, 1.0] for t in texts]


@pytest.mark.parametrize(("encoder", "linked"), [(None, False), (unlike, False), (alike, True)])
def test_an_encoder_lifts_a_pair_that_its_anchors_nearly_link(
    encoder: encoders.Encoder | None, linked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crossing, "installed", lambda: encoder)
    monkeypatch.setattr(crossing, "SAME_STORY", 0.75)  # more than the anchors of so short a pair reach
    found = collate(pair(), dates={}, config=Config()).derivations
    assert bool(found) == linked
    for edge in found:
        assert "sentence encoder" in {r.name for r in edge.reasons}
        assert sum(r.weight for r in edge.reasons) == pytest.approx(edge.score, abs=1e-3)


def test_no_encoder_is_installed_by_default_and_a_broken_one_is_named() -> None:
    assert encoders.installed() is None
    with pytest.raises(ValueError, match="2 texts"):
        encoders.vectors(lambda texts: [[1.0]], ["one", "two"])
    assert encoders.vectors(lambda texts: [[0.0, 0.0]], ["one"]).tolist() == [[0.0, 0.0]]
