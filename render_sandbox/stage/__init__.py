"""The code that runs inside the sandbox, where manim is.

``worker`` speaks the protocol and hands each job to one module of ``jobs``. Nothing outside this
folder imports it; it imports nothing of ours but itself.
"""
