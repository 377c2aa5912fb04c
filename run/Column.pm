# SPDX-License-Identifier: GPL-2.0-only
#
# The results of one config in one boot: a folder with what each test program printed,
# ID.tap. What goes wrong outside of a result line (a platform that died, a crash, a plan
# that was not fulfilled) is a trouble, and becomes a line in _platform.tap there, so that
# whoever reads the folder finds it.
package Column;
use strict;
use warnings;
use Say;
use Screen;
use Tally;

# Fields: config; name, as the output calls it; dir; waiting, the ids of the jobs that
# have not begun; done, true when the config is over.
sub new {
	my ($class, %of) = @_;
	return bless { %of, troubles => [], done => 0 }, $class;
}

# Make the folder. A plan without results lies there until finish(): if the process that
# boots dies, that stays and says so.
sub begin {
	my ($self) = @_;
	open my $tap, '>', "$self->{dir}/_platform.tap" or
		refuse("$self->{dir}/_platform.tap: $!");
	print $tap "KTAP version 1\n1..1\n";
	close $tap or refuse("$self->{dir}/_platform.tap: $!");
}

# The sum of the programs that were read.
sub tally {
	my ($self) = @_;
	return $self->{tally} //= Tally->new($self);
}

# Note that $name, "platform" or a program's part, has trouble.
sub note {
	my ($self, $name, $text) = @_;
	push @{$self->{troubles}}, [$name, $text];
}

# The same, and tell it.
sub trouble {
	my ($self, $name, $text) = @_;
	$self->note($name, $text);
	if ($name eq 'platform') {
		Screen::clear();
		print STDERR Say::name(), ": $self->{name}: $text\n";
	} else {
		Screen::show("$self->{name} $name: $text");
	}
}

# True if the platform itself was in trouble.
sub platform_trouble {
	my ($self) = @_;
	my ($trouble) = grep { $_->[0] eq 'platform' } @{$self->{troubles}};
	return $trouble;
}

# Say in first-failure what failed first, and the seconds from the first program to it.
sub first_failure {
	my ($self, $name, $seconds) = @_;
	my $file = "$self->{dir}/first-failure";
	open my $to, '>', $file or die "$file: $!\n";
	printf $to "%s\t%.1f\n", $name, $seconds;
	close $to or die "$file: $!\n";
}

# Write _platform.tap, or remove it if there was no trouble. True if there was.
sub finish {
	my ($self) = @_;
	my $file = "$self->{dir}/_platform.tap";
	my @troubles = @{$self->{troubles}};
	if (!@troubles) {
		unlink $file;
		return 0;
	}
	open my $tap, '>', $file or die "$file: $!\n";
	print $tap "KTAP version 1\n1..", scalar @troubles, "\n";
	my $nr = 0;
	for (@troubles) {
		$nr++;
		print $tap "not ok $nr $_->[0] # ERROR $_->[1]\n";
	}
	close $tap or die "$file: $!\n";
	return 1;
}

1;
