"""The domain: lessons and scenes, their state, jobs, chunks, and what is made of them.

- ``lesson``   the lesson file: model, parser, compiler to Manim code
- ``state``    SQLite: projects, sessions, scenes, versions, the state machine, the outbox
- ``queue``    jobs: who renders what, when, and what happens when somebody dies
- ``chunks``   where encoded scenes live
- ``sync``     telling a Convex deployment what happens here
- ``studio``   the operations that tools, the HTTP API and the command line share

May import ``knowledge`` and ``render_sandbox``; nothing here knows of MCP or HTTP.
"""
