"""Everything that can go wrong, as one tree.

::

    FirsthandError                 what, where, next step
    ├── UsageError                 the command or its options are wrong            (exit code 2)
    ├── InputError                 something given to read could not be read
    │   └── RejectedInput          one input is set aside, named, with its reason  (exit code 3, the rest is kept)
    ├── StoreError                 the workspace could not be opened, read or written
    │   ├── NotAWorkspace          no ledger lies there
    │   └── SchemaTooNew           written by a newer firsthand
    ├── UnknownName                an id, name or format that the ledger does not hold (says what is near)
    ├── MissingExtra               a part that is installed separately is needed and absent
    └── EvaluationError            a labelled set, its predictions or its scorer are not as expected

A rejected input is not raised out of a run: it becomes a row (`model.Rejected`) with the reason that the error carries.
"""

from __future__ import annotations


class FirsthandError(Exception):
    """Something firsthand can name: what happened, where, and what to do next.

    Example:
        >>> print(FirsthandError("cannot read the page", where="a.html", next_step="save it again as UTF-8"))
        cannot read the page (a.html). Next: save it again as UTF-8
    """

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        self.what, self.where, self.next_step = what, where, next_step
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        step = f". Next: {self.next_step}" if self.next_step else ""
        return f"{self.what}{place}{step}"


class UsageError(FirsthandError):
    """The command or its options are wrong (exit code 2)."""


class InputError(FirsthandError):
    """Something given to read could not be read."""


class RejectedInput(InputError):
    """One input is set aside. `reason` is one of `model.REASONS`; `what` says it in words."""

    def __init__(self, reason: str, what: str, *, where: str = "", next_step: str = "") -> None:
        self.reason = reason
        super().__init__(what, where=where, next_step=next_step)


class StoreError(FirsthandError):
    """The workspace could not be opened, read or written."""


class NotAWorkspace(StoreError):
    """No ledger lies at the given folder."""


class SchemaTooNew(StoreError):
    """The workspace was written by a newer firsthand."""


class UnknownName(FirsthandError):
    """An id, name or format that the ledger does not hold."""


class MissingExtra(FirsthandError):
    """A part that is installed separately is needed and absent."""


class EvaluationError(FirsthandError):
    """A labelled set, its predictions or its scorer are not as expected."""
