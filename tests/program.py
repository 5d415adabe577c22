"""Program: what `__main__` hands in, for tests."""

from importlib.resources import files

from schoolprep.desk import Data


def program_data() -> Data:
    """What `__main__` hands in."""
    return Data(files("exports") / "layouts", files("forms") / "grid" / "purposes")
