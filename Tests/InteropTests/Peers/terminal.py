"""Runs a program at a terminal of its own and types each line that it is given when asked for it.

terminal.py LINES PROGRAM ARGUMENT...: LINES are separated by commas. Prints what the terminal
showed; exits as the program did.
"""

import os
import pty
import sys
import termios
import time


def await_no_echo(terminal: int) -> None:
    """Returns when the terminal shows no more what is typed; raises if that does not come."""
    for _ in range(500):
        if not termios.tcgetattr(terminal)[3] & termios.ECHO:
            return
        time.sleep(0.01)
    raise TimeoutError("the terminal goes on showing what is typed")


def main() -> int:
    lines = [line for line in sys.argv[1].split(",") if line]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.argv[2], sys.argv[2:])
    shown = b""
    asked = 0
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
        # A question ends in a colon and no line end; echo goes off right after it.
        if lines and shown[asked:].endswith(b": "):
            asked = len(shown)
            await_no_echo(terminal)
            os.write(terminal, lines.pop(0).encode() + b"\n")
    _, status = os.waitpid(pid, 0)
    sys.stdout.write(shown.decode(errors="replace"))
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
