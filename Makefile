.PHONY: help demo run test bench hostile chaos docs docs-check format clean

help:
	@echo 'make demo    asks for containers and pulls them, step by step, on servers of its own'
	@echo 'make run     serves everything on port 9090 (WAVE_SERVER_PORT) until Ctrl-C'
	@echo 'make test    all checks and tests'
	@echo 'make bench   the figures of docs/benchmarks.md'
	@echo 'make chaos   kills, stops and suspends workers for MINUTES (10) and counts how often jobs ended'
	@echo 'make hostile runs the product under attack for MINUTES (60) and measures ordinary callers'
	@echo 'make docs    writes docs/configuration.md from the code'
	@echo 'make docs-check finds dead links and commands that do not run in the documentation'
	@echo 'make format  formats the code'
	@echo 'make clean   removes what was built, not the data in .wave'

demo:
	@scripts/demo

run:
	@scripts/run

test:
	@scripts/test

bench:
	@scripts/bench

hostile:
	@scripts/hostile $(MINUTES)

chaos:
	@scripts/chaos $(MINUTES)

docs:
	@scripts/maven --quiet test -pl deploy/standalone -am -Dtest=ConfigurationReferenceTest \
		-Dsurefire.failIfNoSpecifiedTests=false -Dwave.docs.update=true

docs-check:
	@scripts/docs-check

format:
	@scripts/maven spotless:apply

clean:
	@scripts/maven --quiet clean
