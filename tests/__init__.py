"""Tests: what the app and the pipeline must do, and the house that they must keep to."""
