.PHONY: help demo run test test-cluster test-chart test-upgrade it slowest bench bench-builds hostile chaos cluster cluster-down docs chart docs-check format clean

help:
	@echo 'make run                      start everything on port 9090 (WAVE_SERVER_PORT), stop with Ctrl-C'
	@echo 'make demo                     run the main use cases step by step on an instance of its own'
	@echo 'make test                     run all checks and tests'
	@echo 'make test MODULE=request-api  run the tests of one module'
	@echo 'make test-cluster             run the tests that need a Kubernetes cluster, then make test-chart; KUBERNETES=newest selects the version'
	@echo 'make test-upgrade             run an older version and this one side by side; FROM=<commit or tag> selects the older one'
	@echo 'make it CASE=HoldIT           run one test class, or one method with CASE=HoldIT#method'
	@echo 'make slowest                  list the slowest test classes and modules of the last test run'
	@echo 'make format                   format the code'
	@echo 'make docs                     generate docs/configuration.md from the code'
	@echo 'make chart                    update what the tests of the Helm chart expect, and the table of its README'
	@echo 'make docs-check               check links and run the marked commands of the documentation'
	@echo 'make bench                    measure the figures of docs/benchmarks.md'
	@echo 'make bench-builds             measure the build times of docs/benchmarks.md'
	@echo 'make chaos                    kill, stop and suspend workers for MINUTES (10), check that each job ends once'
	@echo 'make hostile                  attack an instance for MINUTES (60), measure a regular client'
	@echo 'make cluster                  start a Kubernetes cluster with one node, without a Docker engine, with the images of jobs'
	@echo 'make cluster-down             end it and delete its data'
	@echo 'make test-chart               install the Helm chart on that cluster, or on that of KUBECONFIG, and use it'
	@echo 'make test-compose             start the services with Docker Compose, and use them'
	@echo 'make clean                    remove build output; data in .wave is kept'

demo:
	@scripts/demo

run:
	@scripts/run

test:
	@$(if $(MODULE),scripts/test-module $(MODULE),scripts/test)

test-cluster:
	@KUBERNETES='$(KUBERNETES)' scripts/test-cluster

it:
	@scripts/test-module --case '$(CASE)' -Dquick -Dspotless.check.skip

slowest:
	@scripts/slowest-tests

bench:
	@scripts/bench

bench-builds:
	@scripts/bench-builds

hostile:
	@scripts/hostile $(MINUTES)

chaos:
	@scripts/chaos $(MINUTES)

cluster:
	@scripts/cluster up
	@scripts/cluster images

test-chart:
	@scripts/test-chart

test-upgrade:
	@scripts/test-upgrade $(FROM)

test-compose:
	@scripts/test-compose

cluster-down:
	@scripts/cluster down

docs:
	@scripts/maven --quiet test -Dquick -Dspotless.check.skip -pl deploy/standalone -am -Dtest=ConfigurationReferenceTest \
		-Dsurefire.failIfNoSpecifiedTests=false -Dwave.docs.update=true

chart:
	@scripts/maven --quiet test -Dquick -Dspotless.check.skip -pl deploy/helm -Dwave.golden.update=true

docs-check:
	@scripts/docs-check

format:
	@scripts/maven spotless:apply

clean:
	@scripts/maven --quiet clean
