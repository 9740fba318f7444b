"""Who renders what, when, and what happens when somebody dies.

``jobs`` is the table of work: leases, heartbeats, retries, fairness between owners; ``waiting`` what is
told of it. ``runner`` works it off with a ``renderer``: ``local`` is this machine's sandbox, ``remote``
workers anywhere. A job is known by (scene, version): delivered at least once, stored once.
"""
