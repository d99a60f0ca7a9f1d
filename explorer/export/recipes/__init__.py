"""Recipes: code in other languages that finds the rows of a view again in the published tables."""

from explorer.export.recipes.curl import curl_of
from explorer.export.recipes.python import python_of
from explorer.export.recipes.r import r_of

__all__ = ["curl_of", "python_of", "r_of"]
