"""The name of the whole: its version and the root of its exceptions.

Everything else lives in the folders beside this one (see ARCHITECTURE.md). What is here may be
imported by all of them and itself imports nothing of ours.
"""

__version__ = "0.1.0"
