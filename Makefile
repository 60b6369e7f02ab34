# Two commands are enough: `make demo` and `make test`. What is missing (HDF5), scripts/setup.sh brings.

cargo := cargo
locked := $(if $(wildcard Cargo.lock),--locked)
release = $(strip --release $(locked) $(FEATURES))
# cargo fmt does not see files that a macro declares.
sources = --edition 2024 $$(find src cli tests benches examples -name '*.rs')
svsde = $(cargo) run --quiet $(release) --
export INSTA_UPDATE ?= no

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

build: ## build the program
	$(cargo) build $(release)

install: ## put svsde into cargo's bin folder
	$(cargo) install --path cli $(locked) $(FEATURES)

demo: build ## spectral flattening on handwritten digits, d = 20 and d = 40
	$(svsde) run scenarios/digits_flattening.toml --force -o results/digits_d20.h5
	$(svsde) run scenarios/digits_flattening.toml --set measurement.count=40 --force -o results/digits_d40.h5
	@echo
	@$(svsde) info --brief results/digits_d20.h5 results/digits_d40.h5

test: ## run the tests
	$(cargo) test $(release)

test-slow: ## run the long statistical tests
	$(cargo) test $(release) -- --ignored

snapshots: ## write what `svsde info` prints of the fixtures to tests/snapshots; look at the difference before you commit it
	INSTA_UPDATE=always INSTA_FORCE_PASS=1 $(cargo) test $(release) -p svsde-cli --test printed info

bench: ## run the benchmarks
	$(cargo) bench $(locked) $(FEATURES)

fmt: ## format every source, those too that a macro declares
	rustfmt $(sources)

lint: ## check format, clippy and doc warnings
	rustfmt --check $(sources)
	$(cargo) clippy $(release) --all-targets -- -D warnings
	export RUSTDOCFLAGS=-Dwarnings; $(cargo) doc $(release) --no-deps

atsr: build ## weight decay, coupled and decoupled, over four strengths
	@set -e; for decay in decoupled coupled; do for wd in 0 1e-4 1e-3 1e-2; do \
		echo "decay $$decay, weight_decay $$wd"; \
		$(svsde) run scenarios/atsr.toml --set model.decay=$$decay --set model.weight_decay=$$wd \
			--force -o results/atsr_$${decay}_$$wd.h5; \
	done; done

claims: build ## run what the table of questions in docs/guide/particles.md was read from (ten minutes; then scripts/particle_claims.py)
	sh scripts/particle_claims.sh

findings: build ## put every claim of scenarios/findings to the test and write FINDINGS.md (PRESET=quick, the default, or full)
	python3 scripts/findings.py --preset $(or $(PRESET),quick)

gallery: build ## draw the pictures of docs/guide/figures.md that make findings does not draw
	$(svsde) run scenarios/tails_minilm.toml -q --force -o results/gallery/minilm.h5
	$(svsde) run scenarios/density_phase_diagram.toml -q --force -o results/gallery/density.h5
	@set -e; for dt in 0.4 0.2 0.1 0.05; do \
		$(svsde) run scenarios/sgd_laguerre.toml --set integrator.proximal-euler.dt=$$dt -q --force -o results/gallery/sgd_dt_$$dt.h5; \
	done
	$(svsde) plot results/gallery/minilm.h5 --figure tail_ccdf -o docs/gallery
	$(svsde) plot results/gallery/density.h5 --figure phase_diagram -o docs/gallery
	$(svsde) plot results/gallery/sgd_dt_*.h5 --figure convergence -o docs/gallery

notebooks: build ## execute the notebooks and write them back (SVSDE_PRESET=full for smaller errors; NOTEBOOKS=... for some)
	sh scripts/notebooks.sh $(NOTEBOOKS)

check-notebooks: build ## execute copies of the notebooks, and fail where a cell fails or what is committed is out of date
	sh scripts/notebooks.sh --check $(NOTEBOOKS)

clean: ## remove what was built and what setup brought (results stay)
	cargo clean
	rm -rf .tools

.PHONY: help build install demo test test-slow snapshots bench lint atsr claims findings gallery notebooks check-notebooks clean FORCE

# .tools/config.mk sets `cargo` and FEATURES. It is made again when the file it relies on (SETUP_NEEDS) has gone
# and when SVSDE_HDF5 or HDF5_DIR change. Targets that build nothing, and `make -n`, do without it.
ifneq ($(filter-out help clean,$(MAKECMDGOALS)),)
ifeq ($(findstring n,$(firstword -$(MAKEFLAGS))),)
include .tools/config.mk
ifeq ($(MAKE_RESTARTS),)
wanted := $(SVSDE_HDF5):$(HDF5_DIR)
.tools/config.mk: scripts/setup.sh $(if $(wildcard $(SETUP_NEEDS)),$(if $(filter-out $(SETUP_FOR),$(wanted)),FORCE),FORCE)
	@HDF5_DIR='$(HDF5_DIR)' SVSDE_HDF5='$(SVSDE_HDF5)' sh scripts/setup.sh
endif
endif
endif
