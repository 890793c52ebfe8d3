"""Where the shipped and the built files are: the reader, the codebook, the tables, the gazetteer."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from dateline.settings import cache_folder

# Changes whenever a gazetteer built by an older version must be built again.
GAZETTEER_FORMAT = 3


def model_folder() -> Path:
    """The folder of the reader's graph, tokenizer and labels."""
    return Path(str(files("dateline").joinpath("model")))


def data_file(name: str) -> Path:
    """A shipped data file, such as "events.toml"."""
    return Path(str(files("dateline").joinpath("data", name)))


def gazetteer_file() -> Path:
    """The gazetteer of this user, built on first use."""
    return cache_folder() / f"gazetteer-{GAZETTEER_FORMAT}.db"
