#!/usr/bin/env python3
"""Draw the icons below static/img/icons/ anew from static/img/favicon.svg.

Usage: .venv/bin/python scripts/draw_icons.py
"""

import re
import struct
from pathlib import Path

import resvg_py

IMAGES = Path(__file__).resolve().parent.parent / "static" / "img"
MARK = (IMAGES / "favicon.svg").read_text()
TILE = re.search(r'<rect width="34" height="34" rx="8" fill="([^"]+)"/>', MARK)


def draw(svg, size):
    return resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size)


def filled(room):
    """The mark without round corners, for systems that cut their own.

    `room` units lie around it: of a maskable icon only the inner 80 % is sure to be seen.
    """
    side = 34 + 2 * room
    ground = f'<rect x="{-room}" y="{-room}" width="{side}" height="{side}" fill="{TILE[1]}"/>'
    svg = MARK.replace(TILE[0], ground)
    return svg.replace('viewBox="0 0 34 34"', f'viewBox="{-room} {-room} {side} {side}"')


def ico(png):
    """A one-picture .ico around a PNG of 32 × 32 pixels."""
    header = struct.pack("<3H", 0, 1, 1)
    entry = struct.pack("<4B2H2I", 32, 32, 0, 0, 1, 32, len(png), len(header) + 16)
    return header + entry + png


def main():
    files = {
        "favicon.ico": ico(draw(MARK, 32)),
        "touch-180.png": draw(filled(room=4), 180),
    }
    for size in (192, 512):
        files[f"icon-{size}.png"] = draw(MARK, size)
        files[f"maskable-{size}.png"] = draw(filled(room=6), size)
    (IMAGES / "icons").mkdir(exist_ok=True)
    for name, content in files.items():
        (IMAGES / "icons" / name).write_bytes(content)
        print(f"{name}\t{len(content)} bytes")


if __name__ == "__main__":
    main()
