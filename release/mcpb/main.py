"""Where the bundle begins: proofreel as an MCP server on stdin and stdout."""

import sys

from server.entry import main

sys.argv[1:] = ["serve"]
main()
