// SPDX-License-Identifier: Apache-2.0
/*
 * The guest's first process. It runs one command and powers off.
 *
 * The folder in which the host started the guest holds this program, the
 * command (words ended by NUL), and takes the results:
 *
 *     command  stdin  setup  finish    in:  argv, its input, what to do before and after it
 *     stdout  stderr  status           out: byte for byte; the wait status in decimal
 *
 * It is mounted on /run/lab, written through at once: the host reads along
 * while the guest runs. The command itself writes to pipes, as it would on the
 * host under `mqecn lab exec … | …`, and this process carries bytes from the
 * pipes to the files. A console would not do: a tty changes what programs
 * print, and a slow reader on the host would stop the guest's clock.
 *
 * While a process of the guest computes, no time passes, so no timer takes the
 * processor from it. This process must therefore come before all others, or
 * the last words of a command that hangs would never be seen.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define LAB "/run/lab"

enum { MAX_COMMAND = 1 << 20, MAX_WORDS = 1 << 14 };

/* A pipe that the command writes to, and the file that gets what comes out. */
struct stream {
	int pipe[2];
	int file;
};

static void power_off(void)
{
	kill(-1, SIGKILL);
	sync();
	reboot(RB_POWER_OFF);
}

static void must(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "lab init: %s: %s\n", what, strerror(errno));
	power_off();
}

static void come_first(void)
{
	struct sched_param lowest = { .sched_priority = 1 };

	must(!sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &lowest), "real-time priority");
}

static void mount_lab(void)
{
	must(!mount("tmpfs", "/run", "tmpfs", 0, "mode=755"), "mount /run");
	must(!mkdir(LAB, 0755), "mkdir " LAB);
	/* The host's name for the folder it started us in, whatever it is. */
	must(!mount("none", LAB, "hostfs", MS_SYNCHRONOUS, "/proc/self/cwd/."), "mount " LAB);
}

static int open_or_die(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0644);

	must(fd >= 0, path);
	return fd;
}

static struct stream open_stream(const char *path)
{
	struct stream stream = { .file = open_or_die(path, O_WRONLY | O_CREAT | O_APPEND) };

	must(!pipe2(stream.pipe, O_CLOEXEC), "pipe");
	must(!fcntl(stream.pipe[0], F_SETFL, O_NONBLOCK), "pipe");
	return stream;
}

/* Carries over what is there now; false once nobody can write any more. */
static int carry(struct stream *stream)
{
	char buffer[65536];
	ssize_t got;

	while ((got = read(stream->pipe[0], buffer, sizeof(buffer))) > 0)
		for (ssize_t put = 0, n; put < got; put += n) {
			n = write(stream->file, buffer + put, got - put);
			must(n > 0, "write output");
		}
	return got < 0 && errno == EAGAIN;
}

/* The words of LAB/command after `sh LAB/setup`. */
static char **read_command(void)
{
	static char text[MAX_COMMAND];
	static char *words[MAX_WORDS + 3] = { "/bin/sh", LAB "/setup" };
	int fd = open_or_die(LAB "/command", O_RDONLY);
	ssize_t length = 0, got;
	int count = 2;

	while ((got = read(fd, text + length, sizeof(text) - length)) > 0)
		length += got;
	must(got == 0, "read command");
	for (char *word = text; word < text + length && count < MAX_WORDS; word += strlen(word) + 1)
		words[count++] = word;
	return words;
}

static pid_t start(char **words, int in, int out, int err)
{
	pid_t child = fork();
	sigset_t none;

	must(child >= 0, "fork");
	if (child)
		return child;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	if (dup2(in, 0) == 0 && dup2(out, 1) == 1 && dup2(err, 2) == 2)
		execv(words[0], words);
	_exit(126);
}

/* Relays until `child` has ended, reaping orphans on the way; its wait status. */
static int relay(pid_t child, int signals, struct stream *out, struct stream *err)
{
	for (;;) {
		struct pollfd ready[] = {
			{ signals, POLLIN, 0 },
			{ out->pipe[0], POLLIN, 0 },
			{ err->pipe[0], POLLIN, 0 },
		};
		struct signalfd_siginfo info;
		pid_t ended;
		int status;

		must(poll(ready, 3, -1) > 0, "poll");
		carry(out);
		carry(err);
		if (!(ready[0].revents & POLLIN))
			continue;
		must(read(signals, &info, sizeof(info)) > 0, "signals");
		while ((ended = waitpid(-1, &status, WNOHANG)) > 0)
			if (ended == child) {
				carry(out);
				carry(err);
				return status;
			}
	}
}

static void report(int status)
{
	char text[16];
	int fd = open_or_die(LAB "/status", O_WRONLY | O_CREAT | O_TRUNC);
	int length = snprintf(text, sizeof(text), "%d\n", status);

	must(write(fd, text, length) == length, "write status");
}

int main(void)
{
	struct stream out, err;
	sigset_t set;
	int in, signals, status;

	come_first();
	mount_lab();
	out = open_stream(LAB "/stdout");
	err = open_stream(LAB "/stderr");
	in = open_or_die(LAB "/stdin", O_RDONLY);

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signals = signalfd(-1, &set, SFD_CLOEXEC);
	must(signals >= 0, "signalfd");

	status = relay(start(read_command(), in, out.pipe[1], err.pipe[1]), signals, &out, &err);
	if (access(LAB "/finish", R_OK) == 0) {
		char *finish[] = { "/bin/sh", LAB "/finish", NULL };

		relay(start(finish, in, out.pipe[1], err.pipe[1]), signals, &out, &err);
	}
	report(status);
	power_off();
}
