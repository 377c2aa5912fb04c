# SPDX-License-Identifier: GPL-2.0-only
#
# What the kernel of an emulated platform complained about on its console, and
# during what: init and runner.sh write there which config and which program they
# begin.
package Console;
use strict;
use warnings;
use Screen;

# How a kernel ends that cannot go on.
my $panic = qr/Kernel\ panic\ .*|PANIC:\ early\ exception\ .*/;

# True if the kernel whose console is $file has panicked, as far as it has written;
# to be called again and again with the same $state, a reference to an empty hash.
sub panicked {
	my ($file, $state) = @_;
	if (!$state->{file}) {
		open my $console, '<', $file or return 0;
		$state->{file} = $console;
	}
	# At the end of the file for now, and to be continued.
	seek $state->{file}, 0, 1;
	while (defined(my $part = readline $state->{file})) {
		$state->{line} .= $part;
		next if $part !~ /\n$/;
		return 1 if $state->{line} =~ $panic;
		$state->{line} = '';
	}
	return 0;
}

# What the program whose results are in $file has said of the kernel's log: it
# watches that itself, and then a case of its own fails.
sub told {
	my ($file) = @_;
	open my $tap, '<', $file or return '';
	return join '', grep { /^# kernel log: / } <$tap>;
}

# A warning of timers or of the scheduler on an idle CPU, which does not count: verdict/kmsg.c.
sub is_aside {
	my ($line) = @_;
	return $line =~ m!WARNING: ! && $line =~ m! kernel/(?:time|sched)/! &&
		$line =~ m! PID: 0 |: swapper/!;
}

# The complaints in $file that no program told of, as [column, program, text]:
# the first of each program, and of what comes before the first program of a
# config (program is '' then). Columns have a config and a dir.
sub complaints {
	my ($file, @columns) = @_;
	my ($column, $program, $told, @found) = ($columns[0], '', '');
	open my $console, '<', $file or return;
	while (<$console>) {
		tr/\r\n//d;
		if (/kvm-dirty-tests: config (\S+)/) {
			my $config = $1;
			$column = (grep { $_->{config} eq $config } @columns)[0]
				// $column;
			($program, $told) = ('', '');
		} elsif (/kvm-dirty-tests: begin (\S+)/) {
			$program = $1;
			$told = told("$column->{dir}/$program.tap");
		} elsif (defined $told && /\b((?:WARNING|BUG|Oops):\ .*|
			kernel\ BUG\ at\ .*|$panic|
			general\ protection\ fault.*|kvm-dirty-tests:\ cannot\ .*)/x &&
			index($told, $1) < 0) {
			next if is_aside($1);
			push @found, [$column, $program, $1];
			undef $told;
		}
	}
	return @found;
}

# Show the last lines of what a boot left in the folder $logs.
sub show_ends {
	my ($logs) = @_;
	for my $file ('stderr.log', 'console.log') {
		open my $log, '<', "$logs/$file" or next;
		my @lines = grep { !/terminating on signal/ }
			map { tr/\r\n//d; $_ } <$log>;
		shift @lines while @lines > 8;
		next if !@lines;
		Screen::show("  the end of $logs/$file:");
		Screen::show("    $_") for @lines;
	}
}

1;
