"""firsthand: what was said, by whom, on whose word.

Example:
    >>> from firsthand import Config
    >>> Config().codebook
    'firsthand'
"""

from firsthand.config import Config
from firsthand.errors import FirsthandError
from firsthand.model import Document, Incident, Ledger, Statement
from firsthand.pipeline import run
from firsthand.store import open_workspace

__all__ = ["Config", "Document", "FirsthandError", "Incident", "Ledger", "Statement", "open_workspace", "run"]
