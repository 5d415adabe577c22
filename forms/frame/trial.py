"""Trial: whether a version can start on this computer: loads what its window and its files need, then says its number.

Called by the version before it, apart and without a window, before that makes way (schoolprep/updates/taking.py). The
name of this module and what it prints are therefore promised to every older version.
"""

from __future__ import annotations

import sys
from importlib import import_module

from schoolprep import __version__

_NEEDED = (
    "schoolprep.desk",
    "sqlcipher3",
    "nacl.signing",
    "openpyxl",
    "python_calamine",
    "lxml.etree",
    "forms.frame.app",
)


def main() -> int:
    """Load it all; a failure is the loader's own last line on standard error."""
    for name in _NEEDED:
        import_module(name)
    print(__version__)
    return 0


if __name__ == "__main__":
    sys.exit(main())
