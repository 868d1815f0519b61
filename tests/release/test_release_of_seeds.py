from __future__ import annotations

import json
import time
from pathlib import Path

import msgspec
import pytest

from firsthand.config import Config
from firsthand.pipeline import release_step, run
from firsthand.report import report
from firsthand.store import open_workspace


@pytest.mark.shared
def test_a_public_release_of_real_reports_masks_who_it_must_and_nobody_else(shared: Path, tmp_path: Path) -> None:
    """Who is masked and who is not is read from the gold file, never typed in here."""
    gold = json.loads((shared / "gold" / "seeds.json").read_text(encoding="utf-8"))["protected"]
    store = open_workspace(tmp_path / "w", create=True)
    ledger = run([str(shared / "seeds")], store, config=Config(), clock=time.perf_counter).ledger
    store.close()
    released = release_step(ledger, config=Config(), public=True)
    files = report(released, tmp_path / "out", config=Config())
    written = "\n".join(f.read_text(encoding="utf-8") for f in files)
    bare = msgspec.structs.replace(ledger, documents=(), judgements=())
    before = msgspec.json.encode(bare).decode("utf-8")
    for person in gold["people_to_mask_in_a_public_release"]:
        name = person.split(" (")[0]
        for secret in {name, name.split()[-1]} if name[0].isupper() else {name}:
            if name[0].isupper() or len(name.split()) > 2:
                assert secret not in written, secret
    for name in gold["public_figures_not_masked"]:
        surname = name.split()[-1]
        if name in before:
            assert surname in written, name
    assert not any(text.text for text in released.ledger.documents)
