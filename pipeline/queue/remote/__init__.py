"""Rendering on other machines: Celery carries the calls, Redis what both sides say to each other.

``broker`` is the Celery app and its settings, ``board`` the hashes in Redis and their rules,
``parcel`` a request on its way through Redis. ``renderer`` is the server's side, ``worker`` and
``program`` are ``proofreel worker``. A worker holds no credentials and no state: it is handed the whole
request, asks for leave to upload what it made, and reports. Only the server writes SQLite.
"""
