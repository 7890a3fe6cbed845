# Two commands: `make run` and `make test`. What they do is in pitservice/embedded/.
PYTHON ?= python3
EMBEDDED = @exec $(PYTHON) -m pitservice.embedded

.DEFAULT_GOAL := help
.PHONY: help run demo setup test drill lint bench lock clean wipe

help: ## Say what there is
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

run: ## Set up and start the product (PORT=8000, VAR=var)
	$(EMBEDDED) run

demo: ## Make the demo year anew
	$(EMBEDDED) demo

setup: ## All the set-up, and nothing started
	$(EMBEDDED) setup

test: ## Set up and run every test (ARGS="tests/x -k y" for some)
	$(EMBEDDED) test

drill: ## The long tests
	$(EMBEDDED) drill

lint: ## Style, types, imports, templates, migrations, settings
	$(EMBEDDED) lint

bench: ## The benchmarks
	$(EMBEDDED) bench

lock: ## Compile requirements/*.txt anew from pyproject.toml
	$(EMBEDDED) lock

clean: ## Remove what set-up, build and tests made; keep the data
	$(EMBEDDED) clean

wipe: ## Remove the data too
	$(EMBEDDED) wipe
