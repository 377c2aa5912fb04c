// SPDX-License-Identifier: GPL-2.0-only
/*
 * One of the kernel's own KVM selftests, as a test program that run_tests.sh can
 * run: the kernel's main() is called peer_main() here (peers.sh), and this one
 * lists its cases and says in KTAP how each went.  A case is a command line.
 * The selftest passes if it exits with 0, and skips if with 4.
 */
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define KSFT_SKIP 4
#define MAX_ARGS 8

int peer_main(int argc, char **argv);

struct peer_case {
	const char *test, *name;
	char *args[MAX_ARGS];
};

/*
 * As they run by default, but dirty_log_test once for each interface, and as
 * much memory as an emulated machine has.
 */
static const struct peer_case cases[] = {
	{ "dirty_log_test", "dirty-log", { "-M", "dirty-log" } },
	{ "dirty_log_test", "clear-log", { "-M", "clear-log" } },
	{ "dirty_log_test", "dirty-ring", { "-M", "dirty-ring", "-c", "4096" } },
	{ "dirty_log_perf_test", "default", { "-b", "16M" } },
	{ "dirty_log_perf_test", "manual-off", { "-b", "16M", "-g" } },
	{ "dirty_log_page_splitting_test", "default", { "-b", "16M" } },
	{ "kvm_page_table_test", "default", { "-b", "16M" } },
};

static const char *glob = "*";

static int wanted(const struct peer_case *c)
{
	return !strcmp(c->test, PEER) && !fnmatch(glob, c->name, 0);
}

/* What it prints becomes diagnostics.  Its exit status, or 128 + signal. */
static int run(const struct peer_case *c)
{
	char *argv[MAX_ARGS + 2] = { PEER };
	char line[512];
	int argc = 1;
	int fds[2];
	int status;
	pid_t pid;
	FILE *said;

	while (argc <= MAX_ARGS && c->args[argc - 1]) {
		argv[argc] = c->args[argc - 1];
		argc++;
	}
	if (pipe(fds))
		return 127;
	fflush(stdout);
	pid = fork();
	if (!pid) {
		dup2(fds[1], 1);
		dup2(fds[1], 2);
		close(fds[0]);
		close(fds[1]);
		optind = 1;
		exit(peer_main(argc, argv));
	}
	close(fds[1]);
	said = fdopen(fds[0], "r");
	while (said && fgets(line, sizeof(line), said)) {
		printf("# %s%s", line, strchr(line, '\n') ? "" : "\n");
		fflush(stdout);
	}
	if (said)
		fclose(said);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return 127;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
				     WEXITSTATUS(status);
}

int main(int argc, char **argv)
{
	int nr_failed = 0;
	int list = 0;
	int nr = 0;
	int opt;

	/* Those of our own test programs; what does not concern it is dropped. */
	while ((opt = getopt(argc, argv, "lc:C:b:n:f:x:s:t:j:k:K:oLF:w:S:d:v")) != -1) {
		if (opt == 'l')
			list = 1;
		else if (opt == 'c')
			glob = optarg;
		else if (opt == 'n' && strcmp(optarg, "2"))
			glob = ""; /* all are for a machine with two CPUs */
		else if (opt == '?')
			return 2;
	}
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (list && wanted(&cases[i]))
			printf("%s/%s@kernel\n", PEER, cases[i].name);
		nr += wanted(&cases[i]);
	}
	if (!nr) {
		fprintf(stderr, "%s: no case matches\n", PEER);
		return 2;
	}
	if (list)
		return 0;
	printf("KTAP version 1\n1..%d\n", nr);
	nr = 0;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int status;

		if (!wanted(&cases[i]))
			continue;
		status = run(&cases[i]);
		printf("%sok %d %s/%s@kernel", status && status != KSFT_SKIP ?
		       "not " : "", ++nr, PEER, cases[i].name);
		if (status == KSFT_SKIP)
			printf(" # SKIP the selftest says so");
		else if (status)
			nr_failed++;
		printf("\n");
		if (status && status != KSFT_SKIP)
			printf("# exit status %d\n", status);
		fflush(stdout);
	}
	return nr_failed > 0;
}
