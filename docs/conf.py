"""Settings of the documentation; it is built with warnings as errors."""

project = "firsthand"
author = "the firsthand authors"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "schema"]
html_theme = "furo"
html_title = "firsthand"
html_static_path: list[str] = []
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_default_options = {"members": True, "undoc-members": False}
myst_heading_anchors = 3
suppress_warnings = ["ref.python"]
nitpicky = False
