"""Starts a program that cannot outlive the one that asked: ``leash.py PARENT_PID program argument...``

Run as a program of its own, because only the child itself can ask the kernel for this, and Python code between fork and
exec (``preexec_fn``) may deadlock in a process with threads.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""Linux ``prctl(2)``: the signal this process gets when the thread that started it ends; it stays set over exec."""


def main() -> None:
    """Become the program, tied to the parent. Elsewhere than on Linux the tie is missing and only the data's lock is left."""
    parent, *command = sys.argv[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != int(parent):  # it died before the tie was made
        sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 -- no shell is what is wanted


if __name__ == "__main__":
    main()
