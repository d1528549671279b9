"""`python -I -S peak.py COMMAND…`: the most memory that a command has had, in kilobytes, on the last line of stderr.

It is a small process of its own: what a process has had is at least what the one that started it has.
"""

import os
import sys

child = os.fork()
if not child:
    os.execv(sys.argv[1], sys.argv[1:])
_, status, used = os.wait4(child, 0)
print(used.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
