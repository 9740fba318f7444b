"""Telling a Convex deployment what happens here: the outbox is sent, in order, until everything has arrived.

- ``settings``  where the deployment is, with which secret, how patient to be
- ``backlog``   the outbox as a queue: whose turn it is, what was sent, what was given up
- ``callbacks`` one signed request, and what its answer means
- ``drain``     the loop: batches per session, backoff, parking, holes closed by a resync
- ``resync``    everything of a session told anew
- ``status``    how far behind this is, in numbers

State changes write outbox rows (``pipeline.state.outbox``) whether or not anything drains them: a
deployment that is away, or is set up later, misses nothing.
"""
