"""Who renders what, when, and what happens when somebody dies.

``jobs`` is the table of work: leases, heartbeats, retries, fairness between owners. ``embedded`` runs
it on this machine's sandbox. A job is known by (scene, version): delivered at least once, made once.
"""
