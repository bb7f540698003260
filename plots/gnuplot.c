/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Exit statuses of a child that did not become gnuplot, which uses 0 and 1. */
enum { CHILD_NO_FOLDER = 126, CHILD_NO_GNUPLOT = 127 };

/* Only what is safe between fork and exec: the caller may have threads. */
static void become_gnuplot(const char *directory, const char *script,
			   int complaints)
{
	int nothing = open("/dev/null", O_RDWR);

	dup2(nothing, STDIN_FILENO);
	dup2(nothing, STDOUT_FILENO);
	dup2(complaints, STDERR_FILENO);
	if (chdir(directory) != 0)
		_exit(CHILD_NO_FOLDER);
	execlp("gnuplot", "gnuplot", "-d", script, (char *)NULL);
	_exit(CHILD_NO_GNUPLOT);
}

/* Keep the beginning, and read the rest, so that the child never waits. */
static void read_complaints(int from, char *text, size_t size)
{
	size_t length = 0;
	char rest[512];

	for (;;) {
		size_t room = size - 1 - length;
		ssize_t got = read(from, room ? text + length : rest,
				   room ? room : sizeof(rest));

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		if (room)
			length += (size_t)got;
	}
	text[length] = '\0';
}

/* The first line that says something: gnuplot begins with an empty one, and
 * shows the command and a caret above some messages. */
static const char *first_line(char *text)
{
	char *line = text + strspn(text, "\n\r\t ");
	char *said = strstr(line, "line ");

	if (said) {
		while (said > line && said[-1] != '\n')
			said--;
		line = said;
	}
	line[strcspn(line, "\n")] = '\0';
	return line;
}

static int judge(int state, char *complaints, struct error *error)
{
	int code = WIFEXITED(state) ? WEXITSTATUS(state) : -1;

	if (code == CHILD_NO_GNUPLOT)
		return error_set(error, STATUS_SYSTEM, "cannot run gnuplot, "
				 "which draws the figures: is it installed? "
				 "(Debian: apt-get install gnuplot-nox)");
	if (code == CHILD_NO_FOLDER)
		return error_set(error, STATUS_SYSTEM,
				 "gnuplot: cannot enter the output folder");
	if (*complaints)
		return error_set(error, STATUS_SYSTEM, "gnuplot: %s",
				 first_line(complaints));
	if (code != 0)
		return error_set(error, STATUS_SYSTEM,
				 "gnuplot failed and did not say why");
	return 0;
}

int gnuplot_run(const char *directory, const char *script, struct error *error)
{
	char complaints[1024];
	int pipes[2], state = 0;
	pid_t child;

	if (pipe(pipes) != 0)
		return error_set(error, STATUS_SYSTEM, "gnuplot: %s",
				 strerror(errno));
	fcntl(pipes[0], F_SETFD, FD_CLOEXEC);
	fcntl(pipes[1], F_SETFD, FD_CLOEXEC);
	child = fork();
	if (child == 0)
		become_gnuplot(directory, script, pipes[1]);
	close(pipes[1]);
	if (child < 0) {
		close(pipes[0]);
		return error_set(error, STATUS_SYSTEM, "gnuplot: %s",
				 strerror(errno));
	}
	read_complaints(pipes[0], complaints, sizeof(complaints));
	close(pipes[0]);
	while (waitpid(child, &state, 0) < 0 && errno == EINTR)
		;
	return judge(state, complaints, error);
}
