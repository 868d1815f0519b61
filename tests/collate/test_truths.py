"""What holds of every derivation and passage, whatever the reports: over the examples, the seeds and a sample of human and machine retellings."""

from __future__ import annotations

import gzip
import json
from itertools import islice
from pathlib import Path

import pytest

from firsthand.collate import collate, passages
from firsthand.config import Config
from firsthand.model import Collation, Document
from firsthand.pipeline import clean_step, collate_step
from firsthand.store import Workspace, open_workspace


def holds(documents: tuple[Document, ...], found: Collation) -> None:
    """Scores are the sum of named reasons, shares lie in 0..1, passages cover every text without gap and say where they come from."""
    by_id, absent = {d.id: d for d in documents}, {v.id for v in found.virtuals}
    for edge in found.derivations:
        assert edge.reasons
        assert all(r.name and r.words for r in edge.reasons)
        assert edge.score == pytest.approx(sum(r.weight for r in edge.reasons), abs=1e-6)
        assert edge.direction
        assert edge.of in absent or edge.of in by_id
        for share in (edge.coverage, edge.coverage_of):
            assert share is None if share is None else 0 <= share <= 1
        if edge.of in by_id:
            assert edge.coverage is not None
            assert edge.coverage_of is not None
        else:
            assert edge.document in next(v.documents for v in found.virtuals if v.id == edge.of)
    for document in documents:
        runs = passages(document, found.derivations)
        assert [r.start for r in runs] == [0, *(r.end for r in runs[:-1])] if runs else not document.text
        assert not runs or runs[-1].end == len(document.text)
        for run in runs:
            assert (run.of is None) == (run.origin == "own")
            if run.of in by_id:
                assert run.of_start is not None
                assert run.of_end is not None
                assert 0 <= run.of_start <= run.of_end <= len(by_id[run.of].text)


def test_truths_over_the_examples(demo: Workspace) -> None:
    ledger = demo.ledger()
    assert ledger.collation.derivations
    holds(ledger.documents, ledger.collation)


@pytest.mark.shared
def test_truths_over_the_seeds(shared: Path, tmp_path: Path) -> None:
    from firsthand.pipeline import acquire_step

    store = open_workspace(tmp_path / "ledger", create=True)
    acquire_step([str(shared / "seeds")], store, config=Config())
    clean_step(store, config=Config())
    collate_step(store, config=Config())
    ledger = store.ledger()
    store.close()
    assert ledger.collation.virtuals
    holds(ledger.documents, ledger.collation)


@pytest.mark.shared
def test_truths_over_a_sample_of_retellings(shared: Path) -> None:
    file = shared / "data" / "derived_news_wmt" / "dev.pool.jsonl.gz"
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, 150)]
    documents = tuple(
        Document(id=r["id"], address=r["id"], sha256=r["id"], text=r["text"], language=r["lang"]) for r in rows
    )
    found = collate(documents, dates={}, config=Config())
    assert found.derivations
    holds(documents, found)
