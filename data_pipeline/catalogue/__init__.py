"""Catalogue: the declared sources, each read once from its TOML file into a frozen value."""

from data_pipeline.catalogue.reading import SOURCES, load, read_toml
from data_pipeline.catalogue.source import (
    ALWAYS,
    FEATURES,
    OGL_URL,
    REPOSITORY,
    STATISTICS,
    Figures,
    Known,
    Source,
)

__all__ = [
    "ALWAYS",
    "FEATURES",
    "OGL_URL",
    "REPOSITORY",
    "SOURCES",
    "STATISTICS",
    "Figures",
    "Known",
    "Source",
    "load",
    "read_toml",
]
