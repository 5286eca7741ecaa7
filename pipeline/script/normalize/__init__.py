"""Written text -> the ranges that are spoken otherwise, each under a named rule."""

from pipeline.script.normalize.find import find_changes

__all__ = ["find_changes"]
