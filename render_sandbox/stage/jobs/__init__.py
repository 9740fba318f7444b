"""The jobs a worker can do: one module each, with ``run(request, files, channel) -> report``.

A report is a JSON-able dict with ``ok``. ``ok: false`` with an ``error`` means that the scene
failed; anything else that goes wrong is the worker's death and the host's to describe.
A module may define ``warm()``, called once before the worker says that it is ready.
"""
