"""Disk, clock, processes, engines, codecs: everything that is not a pure value."""
