# Every target sees to what it needs: system packages, npm packages, the build. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run dev check test build executable packages bench nightly
# Set-up and build write to the same folders, so targets never run beside each other, whatever -j says.
.NOTPARALLEL:

# The pinned Node and the tools that npm installed come first.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

help:
	@echo 'make run      Mosquitto and MCM on it; prints the address to open'
	@echo 'make dev      the same, restarted when a source file changes'
	@echo 'make check    format, types, lint, layers, dead code, generated files, documents'
	@echo 'make test     every test; the last line counts them'
	@echo 'make build    dist/bundle: what runs, without node_modules'
	@echo 'make executable  dist/executable: MCM and Node in one file, for this machine'
	@echo 'make packages dist/release: bundle, executable, Debian package, what they consist of, checksums'
	@echo 'make bench    the figures of docs/performance.md, measured again; ONLY=topics for one section'
	@echo 'make nightly  check, the tests with long searches, bench'

# What `run` and `dev` set unless the environment does; nothing where it names a configuration file. Where it
# names a broker (MCM_MOSQUITTO_HOST) we are its guests, else MCM starts one of its own.
define defaults
managed=true; [ -z "$$MCM_MOSQUITTO_HOST" ] || managed=false; \
[ -n "$$MCM_CONFIG" ] || export MCM_MOSQUITTO_MANAGED="$${MCM_MOSQUITTO_MANAGED:-$$managed}" \
  MCM_DATABASE_PATH="$${MCM_DATABASE_PATH:-$(CURDIR)/.mcm/mcm.db}" \
  MCM_LOGGING_FORMAT="$${MCM_LOGGING_FORMAT:-text}"
endef

run:
	@sh tools/setup.sh run
	@node tools/build.mjs
	@$(defaults); exec bin/mcm server

dev:
	@sh tools/setup.sh run
	@$(defaults); exec node tools/dev.mjs

check:
	@sh tools/setup.sh build
	@exec node tools/check.mjs

test:
	@sh tools/setup.sh test
	@node tools/build.mjs
	@node tools/build.mjs executable
	@exec node tools/test.mjs

build:
	@sh tools/setup.sh build
	@exec node tools/build.mjs

executable:
	@sh tools/setup.sh build
	@node tools/build.mjs
	@exec node tools/build.mjs executable

packages:
	@sh tools/setup.sh packages
	@node tools/build.mjs
	@node tools/build.mjs executable
	@node tools/debian-package.mjs
	@exec node tools/release.mjs

bench:
	@sh tools/setup.sh test
	@node tools/build.mjs
	@exec node bench/run.mjs $(ONLY)

nightly: check
	@sh tools/setup.sh nightly
	@node tools/build.mjs
	@node tools/build.mjs executable
	@node tools/test.mjs --long
	@exec node bench/run.mjs
