"""Imported before jsonschema, it spares each process the grammar of international addresses.

jsonschema imports `rfc3987_syntax` where that is installed, and JupyterLab installs it. That builds
a parser when it is imported, which costs as much as all else until the server answers. It checks
values of the formats "iri" and "iri-reference", which no schema here and none of Jupyter's has.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # as import defines it
