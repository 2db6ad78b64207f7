.PHONY: help run demo test check lock vendor

help:  ## say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 14

run:  ## set up what is missing and serve at http://127.0.0.1:8000/ (PORT, DATABASE_URL)
	@scripts/run

demo:  ## the same, with a small crowd to look at
	@scripts/run demo

test:  ## all tests: SQLite, PostgreSQL, browser
	@scripts/test

check:  ## what CI runs: all tests, lint, format, migrations, deployment
	@.ci/run

lock:  ## pin what requirements*.in ask for, by hash, to the newest that fits
	@scripts/setup requirements-dev.txt
	@for lock in requirements requirements-dev; do \
	    CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/pip-compile --quiet --upgrade \
	        --generate-hashes --strip-extras --allow-unsafe \
	        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	        --output-file=$$lock.txt $$lock.in || exit 1; \
	done

vendor:  ## fetch static/vendor/ anew, the versions of its manifest
	@scripts/update_vendor.py
