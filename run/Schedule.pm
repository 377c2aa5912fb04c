# SPDX-License-Identifier: GPL-2.0-only
#
# Runs jobs side by side, each in a process of its own: those that take longest first, as
# many as there are CPUs and as the memory holds.
package Schedule;
use strict;
use warnings;
use Child;

# $cpus: so many jobs at a time; $memory: the MiB that they share.
sub new {
	my ($class, $cpus, $memory) = @_;
	return bless { cpus => $cpus, memory => $memory, waiting => [],
		running => {} }, $class;
}

# A job is a hash:
#   name      what stopped() calls it
#   minutes   that it takes, about
#   memory    the MiB that it needs
#   alone     true if nothing may run beside it; such a job comes first
#   run       a sub that does it; its exit status is for the job itself to tell
sub add {
	my ($self, @jobs) = @_;
	push @{$self->{waiting}}, @jobs;
}

# The names of the jobs that have not begun, in the order in which they would.
sub waiting {
	my ($self) = @_;
	return map { $_->{name} } @{$self->{waiting}};
}

# With nothing else running, a job may have more memory than there seems to be.
sub fits {
	my ($self, $job) = @_;
	my @now = values %{$self->{running}};
	return 1 if !@now;
	return 0 if $job->{alone} || grep { $_->{alone} } @now;
	my $used = $job->{memory};
	$used += $_->{memory} for @now;
	return @now < $self->{cpus} && $used <= $self->{memory};
}

# Run all jobs to their end. A job that is shorter may begin before one that does not
# fit yet.
sub run {
	my ($self) = @_;
	my $waiting = $self->{waiting};
	@$waiting = sort { !!$b->{alone} <=> !!$a->{alone} ||
		$b->{minutes} <=> $a->{minutes} } @$waiting;
	while (@$waiting || %{$self->{running}}) {
		my ($job) = grep { $self->fits($_) } @$waiting;
		if ($job) {
			@$waiting = grep { $_ != $job } @$waiting;
			my $pid = Child::start(do => $job->{run});
			$self->{running}{$pid} = $job;
		} else {
			my ($pid) = Child::wait_any() or die "a job is lost\n";
			delete $self->{running}{$pid};
		}
	}
}

1;
