"""python3 measure.py RESULT COMMAND...: runs a command and writes what it cost to RESULT as JSON.

`wall` is seconds on the monotonic clock, `cpu` user and system seconds of the command and of every descendant that was waited
for, `peak` the most bytes that one of these processes had in memory. Node has no call that tells the latter two.
"""

import json
import resource
import subprocess
import sys
import time

result, command = sys.argv[1], sys.argv[2:]
begin = time.monotonic()
code = subprocess.run(command).returncode
wall = time.monotonic() - begin
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
# Linux counts in KiB, macOS in bytes.
peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
with open(result, "w") as file:
    json.dump({"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak": peak, "code": code}, file)
