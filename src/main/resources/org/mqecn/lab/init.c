// SPDX-License-Identifier: Apache-2.0
/*
 * The first process of the guest. It runs one command and powers off. Its argument is the file system
 * through which the guest sees the host's files: hostfs (the default, User-Mode Linux) or 9p (QEMU).
 *
 * The folder in which the host started the guest contains this program, the
 * files that it reads, and the files that it writes:
 *
 *     command        in:  arguments of the command, each terminated by NUL
 *     stdin          in:  input of the command
 *     setup finish   in:  scripts to run before and after the command
 *     stdout stderr  out: output of the command, unchanged
 *     status         out: wait status of the command, in decimal
 *
 * The folder is mounted on /run/lab with synchronous writes, so that the host
 * can read the output while the guest runs. The command writes to pipes, as in
 * `mqecn lab exec … | …` on the host, and this process copies from the pipes
 * to the files. A console is not an alternative: programs print differently to
 * a tty, and a slow reader on the host would stop the guest's clock.
 *
 * Virtual time does not advance while a process computes, so no timer preempts
 * it. This process therefore needs a higher priority than all others: else
 * the last output of a command that hangs would be lost.
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
#include <time.h>
#include <unistd.h>

#define LAB "/run/lab"

enum { MAX_COMMAND = 1 << 20, MAX_ARGUMENTS = 1 << 14 };

/* A pipe to which the command writes, and the file to which its output is copied. */
struct stream {
	int pipe[2];
	int file;
};

/*
 * Work takes no virtual time, so without this the command would start at time 0 of the clock since boot. TCP takes a
 * packet that was sent at time 0 for one whose time is unknown, and warns.
 */
static void leave_time_zero(void)
{
	struct timespec millisecond = { .tv_nsec = 1000000 };

	nanosleep(&millisecond, NULL);
}

static void power_off(void)
{
	kill(-1, SIGKILL);
	sync();
	reboot(RB_POWER_OFF);
}

static void require(int condition, const char *operation)
{
	if (condition)
		return;
	fprintf(stderr, "lab init: %s: %s\n", operation, strerror(errno));
	power_off();
}

static void raise_priority(void)
{
	struct sched_param parameters = { .sched_priority = 2 };

	require(!sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &parameters), "real-time priority");
}

/* `type` is the file system through which the guest sees the host's files. */
static void mount_lab(const char *type)
{
	/* hostfs resolves this path on the host: the working directory of the UML process. */
	const char *options = "/proc/self/cwd/.";

	if (!strcmp(type, "9p")) {
		options = "trans=virtio,version=9p2000.L,cache=none,msize=512000";
		/*
		 * The host's /proc is not ours; mount(8) looks there for what is mounted, and
		 * mounts nothing if it finds no list: Linux 7 reads files of size 0 as empty.
		 */
		require(!mount("proc", "/proc", "proc", 0, NULL), "mount /proc");
	}
	require(!mount("tmpfs", "/run", "tmpfs", 0, "mode=755"), "mount /run");
	require(!mkdir(LAB, 0755), "mkdir " LAB);
	require(!mount("lab", LAB, type, MS_SYNCHRONOUS, options), "mount " LAB);
}

static int open_or_die(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0644);

	require(fd >= 0, path);
	return fd;
}

static struct stream open_stream(const char *path)
{
	struct stream stream = { .file = open_or_die(path, O_WRONLY | O_CREAT | O_APPEND) };

	require(!pipe2(stream.pipe, O_CLOEXEC), "pipe");
	require(!fcntl(stream.pipe[0], F_SETFL, O_NONBLOCK), "pipe");
	return stream;
}

/* Copies all available output; returns false at end of file. */
static int copy_output(struct stream *stream)
{
	char buffer[65536];
	ssize_t length;

	while ((length = read(stream->pipe[0], buffer, sizeof(buffer))) > 0)
		for (ssize_t written = 0, n; written < length; written += n) {
			n = write(stream->file, buffer + written, length - written);
			require(n > 0, "write output");
		}
	return length < 0 && errno == EAGAIN;
}

/* Returns the arguments in LAB/command, preceded by `sh LAB/setup`. */
static char **read_command(void)
{
	static char text[MAX_COMMAND];
	static char *arguments[MAX_ARGUMENTS + 3] = { "/bin/sh", LAB "/setup" };
	int fd = open_or_die(LAB "/command", O_RDONLY);
	ssize_t length = 0, n;
	int count = 2;

	while ((n = read(fd, text + length, sizeof(text) - length)) > 0)
		length += n;
	require(n == 0, "read command");
	for (char *arg = text; arg < text + length && count < MAX_ARGUMENTS; arg += strlen(arg) + 1)
		arguments[count++] = arg;
	return arguments;
}

static pid_t start(char **arguments, int in, int out, int err)
{
	pid_t child = fork();
	sigset_t empty;

	require(child >= 0, "fork");
	if (child)
		return child;
	sigemptyset(&empty);
	sigprocmask(SIG_SETMASK, &empty, NULL);
	setsid();
	if (dup2(in, 0) == 0 && dup2(out, 1) == 1 && dup2(err, 2) == 2)
		execv(arguments[0], arguments);
	_exit(126);
}

/* Copies output and reaps orphans until `child` exits; returns its wait status. */
static int wait_for(pid_t child, int signals, struct stream *out, struct stream *err)
{
	for (;;) {
		struct pollfd events[] = {
			{ signals, POLLIN, 0 },
			{ out->pipe[0], POLLIN, 0 },
			{ err->pipe[0], POLLIN, 0 },
		};
		struct signalfd_siginfo info;
		pid_t pid;
		int status;

		require(poll(events, 3, -1) > 0, "poll");
		copy_output(out);
		copy_output(err);
		if (!(events[0].revents & POLLIN))
			continue;
		require(read(signals, &info, sizeof(info)) > 0, "signals");
		while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
			if (pid == child) {
				copy_output(out);
				copy_output(err);
				return status;
			}
	}
}

static void write_status(int status)
{
	char text[16];
	int fd = open_or_die(LAB "/status", O_WRONLY | O_CREAT | O_TRUNC);
	int length = snprintf(text, sizeof(text), "%d\n", status);

	require(write(fd, text, length) == length, "write status");
}

int main(int argc, char **argv)
{
	struct stream out, err;
	sigset_t set;
	int in, signals, status;

	raise_priority();
	leave_time_zero();
	mount_lab(argc > 1 ? argv[1] : "hostfs");
	out = open_stream(LAB "/stdout");
	err = open_stream(LAB "/stderr");
	in = open_or_die(LAB "/stdin", O_RDONLY);

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signals = signalfd(-1, &set, SFD_CLOEXEC);
	require(signals >= 0, "signalfd");

	status = wait_for(start(read_command(), in, out.pipe[1], err.pipe[1]), signals, &out, &err);
	if (access(LAB "/finish", R_OK) == 0) {
		char *finish[] = { "/bin/sh", LAB "/finish", NULL };

		wait_for(start(finish, in, out.pipe[1], err.pipe[1]), signals, &out, &err);
	}
	write_status(status);
	power_off();
}
