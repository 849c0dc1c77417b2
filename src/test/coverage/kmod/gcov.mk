# SPDX-License-Identifier: GPL-2.0-only
ccflags-y := -DSRCTREE='"$(srctree)"' -DOBJTREE='"$(objtree)"' -Wno-unused-function
obj-m := gcov.o
gcov-y := module.o gcc_base.o gcc_4_7.o
