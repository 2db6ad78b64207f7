#!/usr/bin/env python3
"""Fetch the third-party files below static/vendor/ anew and write their manifest.

Usage: scripts/update_vendor.py            the versions that manifest.json names
       scripts/update_vendor.py --latest   the newest of the same major version

Needs npm, for `npm pack` alone: nothing of the packages is run. What draws the pictures for other
sites reads no woff2, so the two weights that it needs are taken out of the font.
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
MANIFEST = VENDOR / "manifest.json"

# The variable font and the weights of it that pictures are drawn with.
FONT = "figtree/figtree-latin-wght-normal.woff2"
WEIGHTS = (400, 700)
WINDOWS_ENGLISH = (3, 1, 0x409)

# Package → (folder, major version, licence, {file in the package: name here}).
PACKAGES = {
    "htmx.org": (
        "htmx",
        2,
        "0BSD",
        {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE.txt"},
    ),
    "sortablejs": (
        "sortable",
        1,
        "MIT",
        {"Sortable.min.js": "Sortable.min.js", "LICENSE": "LICENSE.txt"},
    ),
    "@fontsource-variable/figtree": (
        "figtree",
        5,
        "OFL-1.1",
        {
            "files/figtree-latin-wght-normal.woff2": "figtree-latin-wght-normal.woff2",
            "LICENSE": "LICENSE.txt",
        },
    ),
    "uplot": (
        "uplot",
        1,
        "MIT",
        {
            "dist/uPlot.iife.min.js": "uPlot.iife.min.js",
            "dist/uPlot.min.css": "uPlot.min.css",
            "LICENSE": "LICENSE.txt",
        },
    ),
}


def fetch(package, version, into):
    """Pack `package` at `version` (a version or a range) into `into`; return the archive."""
    done = subprocess.run(
        ["npm", "pack", "--json", "--pack-destination", into, f"{package}@{version}"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    packed = json.loads(done.stdout)
    newest = packed[-1] if isinstance(packed, list) else packed[package]
    return Path(into) / newest["filename"]


def without_source_map(name, content):
    """The content less its sourceMappingURL: collectstatic stops at a map that is not there."""
    if not name.endswith((".js", ".css")):
        return content
    return re.sub(rb"\s*(//[#@]|/\*[#@]) ?sourceMappingURL=[^\n]*", b"", content)


def cut_weights():
    """Write each of WEIGHTS of the variable font as a TrueType file; return their digests."""
    files = {}
    for weight in WEIGHTS:
        font = TTFont(VENDOR / FONT, recalcTimestamp=False)
        font = instancer.instantiateVariableFont(font, {"wght": weight})
        font.flavor = None
        font["OS/2"].usWeightClass = weight
        for number, text in ((1, "Figtree"), (2, "Bold" if weight == 700 else "Regular")):
            font["name"].setName(text, number, *WINDOWS_ENGLISH)
        font["name"].removeNames(nameID=17)
        name = FONT.replace("wght-normal.woff2", f"{weight}.ttf")
        font.save(VENDOR / name)
        files[name] = hashlib.sha256((VENDOR / name).read_bytes()).hexdigest()
    return files


def main():
    known = json.loads(MANIFEST.read_text()) if MANIFEST.exists() else {}
    manifest = {}
    for package, (folder, major, licence, names) in PACKAGES.items():
        version = known.get(package, {}).get("version")
        if version is None or "--latest" in sys.argv:
            version = str(major)
        files = {}
        with (
            tempfile.TemporaryDirectory() as into,
            tarfile.open(fetch(package, version, into)) as archive,
        ):
            version = json.load(archive.extractfile("package/package.json"))["version"]
            for source, name in names.items():
                content = archive.extractfile(f"package/{source}").read()
                content = without_source_map(name, content)
                target = VENDOR / folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
                files[f"{folder}/{name}"] = hashlib.sha256(content).hexdigest()
        if FONT in files:
            files |= cut_weights()
        manifest[package] = {"version": version, "licence": licence, "sha256": files}
        print(f"{package} {version}")
    MANIFEST.write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()
