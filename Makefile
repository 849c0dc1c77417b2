# SPDX-License-Identifier: Apache-2.0
# The front door. `make help` lists the targets.

PREFIX  ?= /usr/local
DESTDIR ?=
KDIR    ?= /lib/modules/$(shell uname -r)/build
MVN     ?= mvn -B -ntp

mqecn   := cli/mqecn
jar     := target/mqecn.jar
plugins := $(patsubst %.c,%.so,$(wildcard kmod/tc/q_*.c))
sources := pom.xml $(shell find src/main -type f) $(wildcard kmod/uapi/*.h kmod/schemes/*.c kmod/buffers/*.c)

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:

## all        build everything: command line, tc plugins and, where the kernel's headers are here, the module
all: dependencies $(jar) $(plugins)
	@if [ -e "$(KDIR)" ]; then $(MAKE) kmod; else \
	  echo "No headers of the running kernel ($(KDIR)): the module is not built for it."; \
	  echo "The lab needs none. For this machine: apt-get install linux-headers-$$(uname -r)"; fi

## demo       from nothing to a picture: the main job in the lab, results in target/demo
demo: dependencies $(jar)
	$(mqecn) lab build
	$(mqecn) demo --out target/demo --overwrite

## unit       unit tests that need no tool; one with T=NAME, several with T='ONE,OTHER'
unit:
	@rm -rf target/surefire-reports
	@$(MVN) -q test $(parallel) -DexcludedGroups=lab,tools,architecture $(if $(T),-Dtest='$(T)')
	@src/test/sh/test-times.sh 0 target/surefire-reports

## lab-test   one lab test in the plain guest: T=NAME; in the debug guest with G=debug
lab-test: $(jar) $(plugins)
	@[ -n "$(T)" ] || { echo "Name the test: make lab-test T=MarkingTest" >&2; exit 2; }
	$(mqecn) lab build $(if $(filter debug,$(G)),--debug)
	$(MVN) test-compile $(lab_tests) -DexcludedGroups= -Dtest='$(T)' $(if $(G),-Dmqecn.guest=$(G))

## generate   what is made from the code: manual pages, completion, expected texts; look at git diff afterwards
generate:
	$(MVN) -q test -Dmqecn.golden=write -DexcludedGroups=lab \
	  -Dtest=$$(grep -rlE 'GoldenFile|mqecn\.golden' src/test/java | sed 's|.*/||; s|\.java||' | sort | paste -sd,)
	git status --short

## format     format the Java sources
format:
	$(MVN) -q spotless:apply

## check      format, architecture, style and warnings of the C sources
check: check-format check-architecture check-kmod

check-format:
	$(MVN) -q spotless:check

check-architecture:
	$(MVN) -q test -Dgroups=architecture -DexcludedGroups=

## check-kmod style, warnings and sparse on the module; symbols of the tc plugins
check-kmod: $(jar) $(plugins)
	$(mqecn) lab build
	src/test/sh/check-kmod.sh

## test       everything that checks the project, but test-long; the ten slowest tests last
test: test-dependencies $(jar) $(plugins)
	rm -rf target/surefire-reports
	$(MVN) -q spotless:check test -DexcludedGroups=lab $(parallel)
	$(mqecn) lab build
	$(mqecn) lab build --debug
	$(MAKE) --jobs=2 test-plain test-others; status=$$?; src/test/sh/test-times.sh 10 target/surefire-reports; exit $$status

# In the plain guest, a test class on each processor: guests are independent of each other.
test-plain:
	$(MVN) $(lab_tests) -DexcludedGroups=long $(parallel)

# Meanwhile, what needs the debug guest and what is not written in Java.
test-others: check-kmod
	$(MVN) $(lab_tests) -DexcludedGroups=long -Dmqecn.guest=debug -Dtest='org.mqecn.behaviour.**,KUnitTest' \
	  -Dsurefire.reportNameSuffix=debug -Dsurefire.tempDir=surefire-debug
	src/test/selftests/all.sh
	src/test/selftests/all.sh --debug

## test-long  what takes longest: machines within an emulated machine, the other scenarios
test-long: test-dependencies $(jar) $(plugins)
	$(mqecn) lab build
	$(MVN) test-compile surefire:test -Dgroups=long -DexcludedGroups= $(parallel)

## test-sonic  SONiC's own files as ports and back: make test-sonic FILES=FOLDER (of a clone of sonic-buildimage)
test-sonic:
	$(MVN) test-compile surefire:test -Dgroups=long -DexcludedGroups= -Dtest=PublicSonicFilesTest \
	  -Dmqecn.sonic.files=$(abspath $(FILES))

lab_tests := surefire:test -Dgroups=lab
# Two test classes at a time on two processors; those that take minutes come first (@Order).
parallel := -Djunit.jupiter.execution.parallel.enabled=true \
  -Djunit.jupiter.execution.parallel.mode.default=same_thread \
  -Djunit.jupiter.execution.parallel.mode.classes.default=concurrent \
  -Djunit.jupiter.execution.parallel.config.strategy=dynamic

## model      random patterns through dwrr and its model: N=PATTERNS, default 10000; through a port in a guest: G=PATTERNS, 6000
model: $(jar) $(plugins)
	$(MVN) test-compile surefire:test -Dgroups=tools -DexcludedGroups= -Dtest=DwrrModelTest \
	  -Dmqecn.patterns=$(or $(N),10000)
	$(MVN) $(lab_tests) -DexcludedGroups= -Dtest=DwrrGuestModelTest -Dmqecn.patterns=$(or $(G),6000)

## attack     a million changed requests, failing allocations, changes and removals, in debug guests: N=REQUESTS
attack: $(jar) $(plugins)
	$(mqecn) lab build --debug
	$(MVN) test-compile $(lab_tests) -DexcludedGroups= -Dtest=AttackTest -Dmqecn.guest=debug \
	  -Dmqecn.requests=$(or $(N),1000000)

## coverage   which lines and branches the tests run: of the modules, in debug guests, and of Java, by the unit tests
coverage: test-dependencies $(jar) $(plugins)
	$(mqecn) lab build --debug
	parallel='$(parallel)' src/test/coverage/coverage.sh

## matrix     the modules with the kernels of distributions, on two processors: R='bookworm trixie …'
matrix: test-dependencies $(jar) $(plugins)
	$(MVN) -q test-compile
	src/test/sh/matrix.sh $(R)

## stress     changes and removals under traffic on two processors, on kernels with checkers: S=seconds
stress: test-dependencies $(jar) $(plugins)
	src/test/sh/stress.sh $(or $(S),300)

## bench      measure start-up time, instructions per packet, time per simulated second
bench: bench-dependencies $(jar) $(plugins)
	src/bench/startup.sh
	src/bench/instructions.sh
	src/bench/groups.sh
	src/bench/throttled.sh
	src/bench/flows.sh
	src/bench/cache.sh
	src/bench/native.sh
	src/bench/lab.sh

## profile    instructions of a packet by function and line: SCHEME=mq-ecn, or Q='tbf rate 100gbit …' for another qdisc
profile: bench-dependencies $(plugins)
	src/bench/profile.sh $(or $(Q),dwrr rate 100gbit ecn-scheme $(or $(SCHEME),mq-ecn))

## kmod       the module against a kernel's headers   [KDIR=/lib/modules/…/build] [LEGACY=n: without the prototype]
kmod: $(plugins)
	@if [ ! -e "$(KDIR)/Makefile" ]; then \
	  echo "kmod: no kernel headers at $(KDIR)" >&2; \
	  echo "  apt-get install linux-headers-$$(uname -r), or name others: make kmod KDIR=…" >&2; exit 1; fi
	$(MAKE) -C kmod $(jobs) KDIR=$(abspath $(KDIR)) modules

# The kernel's build runs one job unless it is told otherwise.
jobs = $(if $(filter -j%,$(MAKEFLAGS)),,--jobs=$(shell nproc))

## deb        packages mqecn and mqecn-dkms for this release of Debian, in target/deb
deb: deb-dependencies package

# dependencies.sh has checked what the build needs: any JDK and any Maven will do.
package: command-line
	dpkg-buildpackage --build=binary --no-sign --post-clean --no-check-builddeps
	mkdir -p target/deb && rm -f target/deb/* && mv ../mqecn*_$(shell dpkg-parsechangelog -S Version)_* target/deb/
	$(lintian) target/deb/*.changes

lintian := lintian --fail-on error,warning

## test-packages  the packages in guests: install, upgrade, another kernel, remove: R='bookworm trixie'
test-packages: test-dependencies $(jar)
	src/test/sh/packages.sh $(R)

# What the packages need of the build; the modules are built on the machine that uses them.
command-line: $(jar) $(plugins)

## install    into PREFIX (/usr/local), below DESTDIR; the tc plugins where this machine's tc looks
install: $(jar) $(plugins)
	install -d $(share) $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(jar) $(wildcard $(basename $(jar)).classes) $(share)/
	install -m 755 $(mqecn) cli/complete.sh src/main/sh/archive.sh $(share)/
	ln -sf ../share/mqecn/mqecn $(DESTDIR)$(PREFIX)/bin/mqecn
	$(call install_modules_source,$(share)/kmod,.)
	install -D -m 644 -t $(share)/testbeds testbeds/*
	install -D -m 644 -t $(share)/scenarios scenarios/*
	install -D -m 644 -t $(share)/ranks ranks/*
	install -m 644 docs/grafana-dashboard.json $(share)/
	cd ansible && find . -type f ! -name '*.pyc' -exec install -D -m 644 {} $(abspath $(share))/ansible/{} \;
	install -D -m 644 -t $(man)/man5 man/*.5
	install -D -m 644 -t $(man)/man8 man/*.8
	install -D -m 644 cli/mqecn.bash $(bash_completion)
	install -D -m 644 cli/mqecn.zsh $(zsh_completion)
	install -D -m 644 cli/mqecn.fish $(fish_completion)
	install -D -m 644 -t $(units) cli/*.service
	install -D -m 644 -t $(udev_rules) cli/*.rules
	$(MAKE) -C kmod/tc install DESTDIR=$(DESTDIR)
	$(if $(DESTDIR),,$(share)/archive.sh $(share)/mqecn $(share))

## uninstall  what install and 'mqecn module build' installed; ports and saved settings stay
uninstall:
	rm -rf $(share)
	rm -f $(DESTDIR)$(PREFIX)/bin/mqecn $(bash_completion) $(zsh_completion) $(fish_completion)
	rm -f $(addprefix $(man)/,$(foreach page,$(wildcard man/*.[58]),man$(subst .,,$(suffix $(page)))/$(notdir $(page))))
	rm -f $(addprefix $(units)/,$(notdir $(wildcard cli/*.service))) $(addprefix $(udev_rules)/,$(notdir $(wildcard cli/*.rules)))
	$(MAKE) -C kmod/tc uninstall DESTDIR=$(DESTDIR)
	$(if $(DESTDIR),,rm -rf /lib/modules/*/updates/mqecn && depmod)

# The sources that DKMS builds, without the tests.
install-dkms:
	$(call install_modules_source,$(DESTDIR)$(PREFIX)/src/mqecn-$(version),. ! -path './test/*' ! -path './model/*' ! -path './tc/*')

# $(1): folder, $(2): where and what to find below kmod
define install_modules_source
	cd kmod && find $(2) \( -name '*.[ch]' -o -name Kbuild -o -name Makefile -o -name dkms.conf \) \
	  ! -name '*.mod.c' -exec install -D -m 644 {} $(abspath $(1))/{} \;
endef

share := $(DESTDIR)$(PREFIX)/share/mqecn
man := $(DESTDIR)$(PREFIX)/share/man
units := $(DESTDIR)$(PREFIX)/lib/systemd/system
udev_rules := $(DESTDIR)$(PREFIX)/lib/udev/rules.d
bash_completion := $(DESTDIR)$(PREFIX)/share/bash-completion/completions/mqecn
zsh_completion := $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_mqecn
fish_completion := $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/mqecn.fish
version := $(shell sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' kmod/dkms.conf)

## clean      what the build left here; the cache of kernels stays
clean:
	rm -rf target
	$(MAKE) -C kmod/tc clean
	find kmod \( -name '*.o' -o -name '*.ko' -o -name '*.mod' -o -name '*.mod.c' -o -name '.*.cmd' \
	  -o -name Module.symvers -o -name modules.order \) -delete

## help       this list
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

# The last step of 'package' is src/main/sh/archive.sh: what makes the command line start fast.
$(jar): $(sources)
	@src/main/sh/maven.sh $(MVN) -q -DskipTests package

$(plugins) &: $(wildcard kmod/tc/*.[ch] kmod/uapi/*.h)
	$(MAKE) -C kmod/tc

dependencies:
	@src/main/sh/dependencies.sh build

test-dependencies:
	@src/main/sh/dependencies.sh test

bench-dependencies:
	@src/main/sh/dependencies.sh bench

deb-dependencies:
	@src/main/sh/dependencies.sh deb

.PHONY: all demo unit lab-test generate format check check-format check-architecture check-kmod test test-plain \
        test-others test-long test-sonic model attack coverage matrix stress bench profile kmod deb package test-packages command-line install uninstall install-dkms clean help \
        dependencies test-dependencies bench-dependencies deb-dependencies
