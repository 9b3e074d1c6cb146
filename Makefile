# Two commands are all a newcomer needs: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

SWIFT ?= swift
# The layers are the dependency lists of Package.swift; an import outside them stops the build.
STRICT := --explicit-target-dependency-import-check error
RELEASE := $(STRICT) -c release
DEMO_SECONDS ?= 10
FUZZ_INPUTS ?= 1000000
# Files of HL7 v2 messages for `conformance`; the project's own vectors where nothing else is given.
CORPUS ?= $(or $(wildcard ../shared/corpora/hl7v2/*.hl7 ../shared/corpora/hl7v2/*/*),\
  $(wildcard Adapters/HL7v2/Vectors/*.hl7))

# What the build needs, by Debian package name, and what tests run against when it is there.
BUILD_PACKAGES := libzmq3-dev liblmdb-dev libssl-dev
PEER_PACKAGES := python3-venv
# SoftHSM's token, OpenSC's tool for it, and OpenSSL's engine, which a site with tokens needs too.
TOKEN_PACKAGES := softhsm2 opensc libengine-pkcs11-openssl
PEERS := .venv/.installed

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

.PHONY: deps
deps: ## install the Debian packages that the build needs and that are missing
	@missing=(); for p in $(BUILD_PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing+=($$p); done; \
	if [ $${#missing[@]} -gt 0 ]; then \
	  echo "installing $${missing[*]}"; sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -qq; \
	  DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq "$${missing[@]}" >/dev/null; fi
	@command -v $(SWIFT) >/dev/null || { \
	  echo "Swift 6.3 or newer is needed: https://www.swift.org/install/linux/"; exit 1; }

# Independent peers for the interop tests (Python's hl7, pyzmq, cbor2, pycose, pycddl …), in an environment of
# their own. A peer that can't be had makes its tests skipped, said so; it never fails the build.
.PHONY: peers
peers: $(PEERS) ## install the independent peers that the interop tests run against

$(PEERS): Tests/InteropTests/requirements.txt
	@python3 -c 'import venv, ensurepip' 2>/dev/null || { sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -qq; \
	  DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq $(PEER_PACKAGES) >/dev/null; } || true
	@{ python3 -m venv .venv && .venv/bin/pip install -q -r $< && touch $@; } \
	  || echo "peers: could not be installed; the tests that need them will be skipped"

.PHONY: tokens
tokens: ## install a software PKCS#11 token, which the tests of keys on tokens need
	@missing=(); for p in $(TOKEN_PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing+=($$p); done; \
	[ $${#missing[@]} -eq 0 ] || { sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  { $$sudo apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends \
	      "$${missing[@]}" >/dev/null; } \
	  || echo "tokens: $${missing[*]} could not be installed; the tests that need them will be skipped"; }

.PHONY: build
build: deps ## build everything, optimized
	@$(SWIFT) build $(RELEASE)

.PHONY: demo
demo: build ## a whole hospital on this machine: cells, adapters, devices, subscribers
	@.build/release/vaguemestre demo --for $(DEMO_SECONDS)

.PHONY: test
test: deps peers tokens ## build and run every test
	@$(SWIFT) build --build-tests $(STRICT)
	@$(SWIFT) test --skip-build --no-parallel
	@$(MAKE) --no-print-directory testpython

.PHONY: testpython
testpython: peers ## the tests of the independent Python client
	@if [ ! -d Clients/Python/tests ]; then echo "Clients/Python: no tests yet"; \
	elif [ -x .venv/bin/pytest ]; then cd Clients/Python && ../../.venv/bin/pytest -q; \
	else echo "Clients/Python: skipped, its packages could not be installed"; fi

.PHONY: bench
bench: build peers ## measure the cell end to end and the adapter, beside what people use today
	@.build/release/vaguemestre bench $(if $(wildcard .venv/bin/python),--python .venv/bin/python)

.PHONY: conformance
conformance: build peers ## what becomes of the messages in CORPUS, by other implementations; a table by type
	@.venv/bin/python Tests/InteropTests/Peers/conformance.py .build/release $(CORPUS)

.PHONY: mutation
mutation: deps ## take each condition of the decision away in turn: a test must fail; minutes to an hour
	@python3 Tests/PolicyTests/Mutation/mutate.py

.PHONY: fuzz
fuzz: deps ## spoil what every parser understands, FUZZ_INPUTS times each: no trap, no hang, 64 MiB
	@$(SWIFT) build $(RELEASE) --product fuzz
	@.build/release/fuzz --inputs $(FUZZ_INPUTS)

.PHONY: format
format: ## format every Swift file in place
	@$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Routing Adapters Tests

.PHONY: lint
lint: ## what `format` would change, and the linter's findings
	@$(SWIFT) format lint --strict --recursive --parallel Sources Routing Adapters Tests

.PHONY: clean
clean: ## remove what the build made
	@rm -rf .build .venv
