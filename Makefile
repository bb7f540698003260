# SPDX-License-Identifier: GPL-3.0-or-later
# make          build/fathom
# make test     what a person runs while working (under two minutes)
# make demo     four generations: packets out, and a round trip
# make agreement  what the platforms say beside what was measured
# make gallery  the figures that docs/ shows
# make bench    speed, as ratios to a plain heap in the same run
# make asan, make tsan   the tests under the sanitizers
# make shape    sizes of files and functions
# make install PREFIX=/usr/local DESTDIR=

CC = gcc
PREFIX = /usr/local
BUILD = build
VERSION := $(shell cat VERSION)
PACKAGES = gsl sqlite3 yaml-0.1
# Fat objects: the program is linked with LTO, the many test programs without
# (it would take minutes).
OPTIMIZE = -O2 -flto=auto -ffat-lto-objects
LINK = $(CC) $(CFLAGS) -Wno-maybe-uninitialized
LINK_TEST = $(CC) $(CFLAGS) -fno-lto
# -ffp-contract=off and no -march: shards of different machines must agree.
CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L $(OPTIMIZE) -g \
	-ffp-contract=off -Wall -Wextra -Wpedantic -Wshadow \
	-Wstrict-prototypes -Wmissing-prototypes -Werror -I. \
	-DFATHOM_VERSION='"$(VERSION)"' -pthread $(shell pkg-config --cflags $(PACKAGES))
LDLIBS = $(shell pkg-config --libs $(PACKAGES)) -pthread -lm
CHECK_LIBS = $(shell pkg-config --libs check)

FOLDERS = sim models experiment results plots
LIBRARY_C := $(foreach d,$(FOLDERS),$(wildcard $(d)/*.c))
CLI_C := $(wildcard cli/*.c)
TEST_C := $(wildcard tests/test_*.c)
TEST_HELP_C := $(filter-out $(TEST_C),$(wildcard tests/*.c))
BENCH_C := $(wildcard bench/*.c)
TEMPLATES = $(patsubst %,plots/%.gp,style ladder load cdf sweep)
EMBEDDED := $(wildcard models/*.yaml models/*/*.yaml) \
	$(TEMPLATES) $(wildcard scenarios/*.yaml scenarios/*/*.yaml) \
	results/schema.sql

object = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
LIBRARY_O := $(call object,$(LIBRARY_C)) $(BUILD)/obj/embedded.o
CLI_O := $(call object,$(CLI_C))
COMMANDS_O := $(filter-out $(BUILD)/obj/cli/main.o,$(CLI_O))
TEST_HELP_O := $(call object,$(TEST_HELP_C))
TESTS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(TEST_C))

all: $(BUILD)/fathom

$(BUILD)/fathom: $(CLI_O) $(LIBRARY_O)
	@echo "link  $@" >&2
	@$(LINK) -o $@ $^ $(LDLIBS)

$(BUILD)/obj/%.o: %.c VERSION Makefile
	@mkdir -p $(@D)
	@echo "cc    $<" >&2
	@$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

# The shipped files, compiled in (sim/embedded.h says how to read them).
$(BUILD)/embedded.c: $(EMBEDDED) sim/embed.sh Makefile
	@mkdir -p $(@D)
	@sh sim/embed.sh $(sort $(EMBEDDED)) > $@.new && mv $@.new $@

$(BUILD)/obj/embedded.o: $(BUILD)/embedded.c
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -c -o $@ $<

$(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(TEST_HELP_O) $(COMMANDS_O) $(LIBRARY_O)
	@mkdir -p $(@D)
	@echo "link  $@" >&2
	@$(LINK_TEST) -o $@ $^ $(CHECK_LIBS) $(LDLIBS)

$(BUILD)/bench: $(call object,$(BENCH_C)) $(LIBRARY_O)
	@echo "link  $@" >&2
	@$(LINK) -o $@ $^ $(LDLIBS)

-include $(patsubst %.o,%.d,$(LIBRARY_O) $(CLI_O) $(TEST_HELP_O) \
	$(call object,$(TEST_C) $(BENCH_C)))

test: $(TESTS) $(BUILD)/fathom
	@sh tests/run.sh $(BUILD) $(TESTS)

demo: $(BUILD)/fathom
	@sh scenarios/demo.sh $(BUILD)/fathom

agreement: $(BUILD)/fathom
	@sh scenarios/agreement/agreement.sh $(BUILD)/fathom

gallery: $(BUILD)/fathom
	@sh scenarios/gallery.sh $(BUILD)/fathom

bench: $(BUILD)/bench $(BUILD)/fathom
	@$(BUILD)/bench

asan:
	$(MAKE) test BUILD=$(BUILD)/asan \
	  OPTIMIZE="-O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -Wno-format-truncation"

tsan:
	$(MAKE) test BUILD=$(BUILD)/tsan OPTIMIZE="-O1 -fsanitize=thread"

shape:
	@sh tests/shape.sh

install: $(BUILD)/fathom
	install -D -m 755 $(BUILD)/fathom $(DESTDIR)$(PREFIX)/bin/fathom
	install -d $(DESTDIR)$(PREFIX)/share/fathom/scenarios
	install -m 644 scenarios/*.yaml $(DESTDIR)$(PREFIX)/share/fathom/scenarios

clean:
	rm -rf $(BUILD)

.PHONY: all test demo agreement gallery bench asan tsan shape install clean
.SECONDARY:
