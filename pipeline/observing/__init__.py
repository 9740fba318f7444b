"""What whoever runs the service sees of it.

- ``metrics``  counters and histograms for Prometheus; cheap, always on
- ``traces``   OpenTelemetry spans, where it is installed and configured; else nothing

The ids that log lines and spans have in common are in :mod:`pipeline.correlation`.
"""
