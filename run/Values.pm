# SPDX-License-Identifier: GPL-2.0-only
#
# What the value of an option may be, and what becomes of it. Each sub is called with the
# option and the value, and refuses a value that is none; but for absolute(), word() and
# is_kernel().
package Values;
use strict;
use warnings;
use Cost;
use POSIX qw(getcwd);
use Say;

# A file's name that stays right when we change to the tree's top folder.
sub absolute {
	my ($file) = @_;
	return $file =~ m!^/! ? $file : getcwd() . "/$file";
}

sub number {
	my ($option, $value) = @_;
	$value =~ /^[1-9]\d{0,4}\z/ or refuse("$option wants a whole number from" .
		" 1 to 99999, not '$value'");
	return $value;
}

# Up to 19 decimal or 16 hexadecimal digits are below 2^64.
sub seed {
	my ($option, $value) = @_;
	$value =~ /^(?:random|\d{1,19}|0x[0-9a-fA-F]{1,16})\z/ or
		refuse("bad seed '$value': it is a number or 'random'");
	return $value;
}

# "8h" in seconds.
sub seconds {
	my ($option, $value) = @_;
	my %unit = (s => 1, m => 60, h => 3600, d => 86400);
	my ($n, $unit) = $value =~ /^([1-9]\d{0,3})([smhd])\z/ or
		refuse("$option wants a time like 90s, 30m, 8h or 2d, not '$value'");
	return $n * $unit{$unit};
}

sub steps {
	my ($option, $value) = @_;
	refuse("'$value' is not a sequence of steps") if $value =~ /[^a-z0-9:,]/;
	return $value;
}

sub word {
	my ($option, $value, $pattern, $what) = @_;
	$value =~ /^$pattern\z/ or refuse("$option wants $what, not '$value'");
	return $value;
}

# A version or a suite of Debian's (provision/debian-kernel.sh, debian-qemu.sh), or a file.
# What has a slash in it is a file.
sub debians {
	my ($option, $value) = @_;
	my $file = absolute($value);
	return $value if $value =~ /^[1-9][0-9.]*\z/ || !-f $file &&
		$value =~ /^(?:[1-9]\d*(?:\.\d+)+[-~+][0-9a-z.~+-]+|[a-z][a-z0-9]*(?:-[a-z0-9]+)*)\z/;
	return $file;
}

# A folder with a record of a run, a record, or a kernel as --kernel has it.
sub against {
	my ($option, $value) = @_;
	my $file = absolute($value);
	return $file if -e "$file/results.json" || $value =~ /\.json\z/;
	return debians($option, $value);
}

sub is_kernel {
	my ($value) = @_;
	return $value !~ m!/! || -f $value && $value !~ /\.json\z/;
}

# What a row of --cost may cost more.
sub limit {
	my ($option, $value) = @_;
	Cost::parse_limit($value) or refuse("$option wants ROW=PERCENT%, such as 'get/*=20%',",
		"not '$value'");
	return $value;
}

# "2/4": which of how many shards, as {number, of}.
sub shard {
	my ($option, $value) = @_;
	my ($number, $of) = $value =~ m!^([1-9]\d{0,3})/([1-9]\d{0,3})\z!;
	refuse("$option wants N/M, one of M shards, such as 2/4, not '$value'")
		if !defined $of || $number > $of;
	return { number => $number, of => $of };
}

1;
