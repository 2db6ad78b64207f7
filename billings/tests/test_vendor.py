"""Third-party files are what their manifest says."""

import hashlib
import json

from django.conf import settings

VENDOR = settings.BASE_DIR / "static" / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text())
DIGESTS = {
    path: digest for package in MANIFEST.values() for path, digest in package["sha256"].items()
}


def test_has_each_file_as_it_was_fetched():
    for path, digest in DIGESTS.items():
        assert hashlib.sha256((VENDOR / path).read_bytes()).hexdigest() == digest, path


def test_has_no_file_that_nobody_vouches_for():
    files = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}

    assert files - {"manifest.json", "README.md"} == DIGESTS.keys()


def test_has_a_licence_beside_each_package():
    for package, entry in MANIFEST.items():
        assert entry["licence"] and entry["version"]
        assert any(path.endswith("LICENSE.txt") for path in entry["sha256"]), package


def test_refers_to_no_source_map():
    for path in DIGESTS:
        assert b"sourceMappingURL" not in (VENDOR / path).read_bytes()
