"""Says what libical finds wrong in the calendar given on the standard input, one fault a line.

Run by the Python of the system, which alone has the bindings of Debian.
"""

import sys

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402 # once its version is chosen


def faults(text: str) -> list[str]:
    """Return what is wrong in a calendar; raises TypeError for what is none."""
    component = ICalGLib.Component.new_from_string(text)
    kept = ICalGLib.restriction_check(component)  # it writes its reasons into the component
    lines = component.as_ical_string().replace("\r\n ", "").splitlines()
    found = [line for line in lines if "X-LIC-ERROR" in line]
    return found if found or kept else ["the restrictions of iTIP are not kept"]


if __name__ == "__main__":
    sys.stdout.write("".join(f"{each}\n" for each in faults(sys.stdin.read())))
