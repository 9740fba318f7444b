"""Who may do what over HTTP.

- ``providers`` FastMCP's providers out of the settings: GitHub, Google, JWT, and our own API tokens
- ``tokens``    API tokens, kept as hashes
- ``gate``      asks every HTTP request outside ``/mcp`` for a credential
- ``viewing``   keys in a URL with which one owner's media can be played
- ``limits``    rates and sizes of requests

A request's :class:`tools.context.Principal` owns its projects; what is somebody else's does not exist for it.
"""
