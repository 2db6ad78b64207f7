.PHONY: help run demo test test-pages check lock vendor

help:  ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 18

run:  ## set up what is missing and serve at http://127.0.0.1:8000/ (PORT, DATABASE_URL)
	@scripts/run

demo:  ## the same, with a small crowd to look at
	@scripts/run demo

test:  ## all tests: SQLite, PostgreSQL, browser
	@scripts/test

test-pages:  ## every page in a browser: nothing wrong, all of it fits; pictures in artefacts/
	@scripts/test pages

check:  ## what CI runs: all tests, lint, format, migrations, deployment
	@.ci/run

lock:  ## pin what requirements*.in ask for, by hash, to the newest that fits
	@scripts/setup requirements-dev.txt
	@for lock in requirements requirements-dev; do \
	    CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/pip-compile --quiet --upgrade \
	        --generate-hashes $(extras) --allow-unsafe \
	        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	        --output-file=$$lock.txt $$lock.in || exit 1; \
	done

# A constraint may not name extras, so requirements.txt, which constrains the other, has none. In
# the other they stay: pip takes the newest "coverage[toml]" for a pinned "coverage", and stops.
extras = $$([ $$lock = requirements ] && echo --strip-extras || echo --no-strip-extras)

vendor:  ## fetch static/vendor/ anew, the versions of its manifest
	@scripts/setup requirements-dev.txt
	@.venv/bin/python scripts/update_vendor.py
