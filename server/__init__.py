"""What clients connect to: the MCP server, the HTTP app with the player, and the ``proofreel`` command.

- ``settings`` every setting, from environment, ``.env`` and TOML; ``shares`` hands each part its own
- ``logs``     structlog to stderr: stdout belongs to the protocol
- ``app``      the FastMCP server around one studio
- ``auth``     who may do what over HTTP
- ``http``     FastAPI: ``/mcp``, ``/api``, ``/media`` and the pages; ``listening`` ends it with the command
- ``entry``    where the command begins, and how it ends when told to; ``doorstep`` answers a client before
  the rest is imported
- ``cli``      the command; ``commands`` has its parts

Importing this package imports neither manim nor fastmcp: the command line must answer at once.
"""
