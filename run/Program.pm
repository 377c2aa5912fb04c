# SPDX-License-Identifier: GPL-2.0-only
#
# Reads what one test program prints, while it runs: keeps the lines and when they came,
# counts the verdicts, and shows progress.
package Program;
use strict;
use warnings;
use Screen;
use TAP::Parser;
use Tally;
use Time::HiRes qw(time);
use Verdict;

# Feeds TAP::Parser line by line, while the lines come in.
package Lines {
	use parent 'TAP::Parser::Iterator';
	sub _initialize { my ($self, $next) = @_; $self->{next} = $next; $self }
	sub next_raw { $_[0]{next}->() }
	sub wait { 0 }
	sub exit { 0 }
}

# Fields of %of: id; column, a Column; next, a sub that returns the next line or undef at
# the end; no_skip, fail_fast, verbose; brief, true if what passed needs no line; soaks, a
# reference to a count of progress lines.
# After read() there are:
#   end         [status, seconds], or undef if the program's end did not come
#   broken      what is wrong with its lines as a whole, or undef
#   failed      with fail_fast: the name of the first case that failed; the rest was not
#               read
#   unwritten   the file that took no more, and why: what is in it is no verdict
sub new {
	my ($class, %of) = @_;
	return bless { %of, sum => {}, said => [], lines => [], blank => 0,
		file => "$of{column}{dir}/$of{id}.tap" },
		$class;
}

# The next line for the parser, up to @end; keeps it in the .tap file.
sub next_line {
	my ($self) = @_;
	my $lines = $self->{lines};
	return shift @$lines if @$lines;
	while (defined(my $line = $self->{next}->())) {
		if ($line =~ /^\@end \S+ (\d+) (\S+)$/) {
			$self->{end} = [$1, $2];
			$self->clock;
			return;
		}
		# runner.sh prints an empty line before @end.
		if ($line eq '') {
			$self->{blank}++;
			next;
		}
		push @$lines, ('') x $self->{blank};
		$self->{blank} = 0;
		# "not ok" with SKIP would be a skip for many readers.
		push @$lines, "# skipped, and --no-skip makes that a failure: $2"
			if $self->{no_skip} && $line =~ s/^ok (.*?) # SKIP ?(.*)/not ok $1/;
		push @$lines, $line;
		if ($line =~ /^(?:not )?ok \d+ (\S+)/) {
			$self->clock($1);
			$self->{begun} = 1;
		} elsif (!$self->{begun}) {
			$self->clock;
		}
		if (!print { $self->{tap} } map { "$_\n" } @$lines) {
			$self->{unwritten} = "$self->{file}: $!";
			return;
		}
		return shift @$lines;
	}
	return;
}

# Add a line to times.tsv, of the seconds since the last one: a case took them, or the
# program's start and end. There are several lines of a program, whose sum counts.
sub clock {
	my ($self, $case) = @_;
	my $now = time;
	printf { $self->{times} } "%s\t%.3f\n", $case // $self->{id} =~ s/-\d+\z//r,
		$now - $self->{since};
	$self->{since} = $now;
}

sub result {
	my ($self, $result, $planned) = @_;
	my $name = $self->{column}{name};
	my $verdict = Verdict::of($result);
	$self->{sum}{$verdict}++;
	my $loud = $self->{verbose} || $verdict =~ /fail|error/;
	Screen::show($_) for $loud ? ("$name " . $result->raw,
		map { "    $_" } @{$self->{said}}) : ();
	$self->{said} = [];
	Screen::live("$name " . $result->number . '/' . ($planned // '?') . ' ' .
		Verdict::name($result));
	$self->{failed} = Verdict::name($result)
		if $self->{fail_fast} && $verdict eq 'fail';
}

# A line of diagnostics. People are shown it below the result that it comes before.
sub comment {
	my ($self, $result) = @_;
	my $name = $self->{column}{name};
	if ($result->comment =~ /^soak: /) {
		# Every ten seconds: on a terminal it is one line.
		Screen::live("$name " . $result->comment);
		Screen::show("$name " . $result->comment)
			if !$Screen::terminal && ${$self->{soaks}}++ % 6 == 0;
	} else {
		push @{$self->{said}}, $result->raw;
	}
}

sub read {
	my ($self) = @_;
	open $self->{tap}, '>', $self->{file} or die "$self->{file}: $!\n";
	$self->{tap}->autoflush(1);
	open $self->{times}, '>>', "$self->{column}{dir}/times.tsv" or
		die "$self->{column}{dir}/times.tsv: $!\n";
	$self->{since} = time;
	my $parser = TAP::Parser->new({
		iterator => Lines->new(sub { $self->next_line }) });
	while (my $result = $parser->next) {
		if ($result->is_test) {
			$self->result($result, $parser->tests_planned);
			last if $self->{failed};
		} elsif ($result->is_comment) {
			$self->comment($result);
		} elsif ($result->is_plan) {
			# What was said up to there is of the whole program.
			$self->{said} = [];
		}
	}
	close $self->{times};
	close $self->{tap} or $self->{unwritten} //= "$self->{file}: $!";
	($self->{broken}) = $parser->parse_errors;
}

# Tell of the whole program.
sub tell {
	my ($self) = @_;
	my $sum = $self->{sum};
	my $line = Tally::line($self->{column}{name}, $self->{id},
		$self->{end} ? $self->{end}[1] : '-', $sum, $self->{broken});
	my $bad = $self->{broken} || $sum->{error} || $sum->{fail};
	return Screen::live($line) if $self->{brief} && !$bad;
	Screen::show($line);
}

1;
