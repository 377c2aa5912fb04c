# SPDX-License-Identifier: GPL-2.0-only
#
# Starts a QEMU and speaks QMP with it, QEMU's protocol for programs. Each method dies
# with one line if QEMU refuses or is gone.
package Qmp;
use strict;
use warnings;
use Child;
use Fcntl;
use JSON::PP ();
use Socket;

# Start QEMU with @$command; %how is as for Child::start(). The process is {pid}.
sub start {
	my ($class, $command, %how) = @_;
	socketpair my $ours, my $theirs, AF_UNIX, SOCK_STREAM, 0 or
		die "socketpair: $!\n";
	fcntl $theirs, F_SETFD, 0;
	my $self = bless { socket => $ours, buffer => '' }, $class;
	$self->{pid} = Child::start(%how, signal => 'KILL', command => [@$command,
		'-chardev', 'socket,id=qmp,fd=' . fileno $theirs,
		'-mon', 'chardev=qmp,mode=control']);
	close $theirs;
	return $self;
}

# The next thing that QEMU says.
sub hear {
	my ($self) = @_;
	while ($self->{buffer} !~ /\n/) {
		sysread $self->{socket}, $self->{buffer}, 65536, length $self->{buffer}
			or die "QEMU is gone\n";
	}
	$self->{buffer} =~ s/^(.*?)\n//;
	return JSON::PP::decode_json($1);
}

# Call a command of QMP; returns what it returns.
sub call {
	my ($self, $command, %arguments) = @_;
	local $SIG{PIPE} = 'IGNORE';
	syswrite $self->{socket}, JSON::PP::encode_json({ execute => $command,
		%arguments ? (arguments => \%arguments) : () }) . "\n";
	while (1) {
		my $said = $self->hear;
		die "$command: $said->{error}{desc}\n" if $said->{error};
		return $said->{return} if exists $said->{return};
	}
}

# Greet it, and make it leave memory that is in a file out of what it saves and restores,
# and tell when it has done so.
sub greet {
	my ($self) = @_;
	$self->hear;
	$self->call('qmp_capabilities');
	$self->call('migrate-set-capabilities', capabilities => [map {
		{ capability => $_, state => JSON::PP::true }
	} qw(x-ignore-shared events)]);
}

# Save or restore the machine: $command is migrate or migrate-incoming.
sub migrate {
	my ($self, $command, $uri) = @_;
	$self->call($command, uri => $uri);
	while (1) {
		my $said = $self->hear;
		next if ($said->{event} // '') ne 'MIGRATION';
		return if $said->{data}{status} eq 'completed';
		die "$command failed\n" if $said->{data}{status} eq 'failed';
	}
}

1;
