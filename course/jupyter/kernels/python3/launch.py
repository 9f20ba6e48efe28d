"""Starts the kernel of a lesson: IPython's own, less what no lesson uses.

The debugger costs every kernel 10 MB and a third of a second although no lesson is debugged, and
importing it cannot be switched off by a setting. Here it is as if debugpy were not installed.
"""

import sys

if __name__ == "__main__":
    del sys.path[0]  # this folder; IPython puts the notebook's own in its place
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    from ipykernel import kernelapp

    kernelapp.launch_new_instance()
