# SPDX-License-Identifier: GPL-2.0-only
#
# A mutant: a bug for KVM, in a file of this folder. Its header is a block of comments at
# the top, with a field a line, "// NAME: VALUE", which may go on in lines that are
# indented by three blanks ("#" in place of "//" in sed scripts). These have to be there:
#
#   lost, mirrors, class   what it does wrong, which real bug it is like, of which kind
#   where     PLATFORM[:CONFIG,...] ...: where it is to be found. The configs are tried
#             in that order; without any it is default
#   kernels   FROM-[TO]: the range of kernels that it is for
#   files     of the kernel that it changes, in virt/kvm or arch/*/kvm
#
# and "// equivalent: PLATFORM ...: why" says that nobody can see it there.
#
# Where KVM's source has changed, a mutant has more than one form, for ranges of kernels
# that do not overlap: NAME.cocci and NAME@VERSION.cocci, of the kernels since VERSION.
package Mutant;
use strict;
use warnings;
use File::Basename qw(dirname);
use File::Glob qw(bsd_glob);
use Say;

my $here = dirname(__FILE__);

# The header of a file: its fields.
sub header {
	my ($file) = @_;
	my (%field, $last);
	local $_;
	open my $from, '<', $file or refuse("$file: $!");
	while (<$from>) {
		last if !m!^(?://|#)!;
		if (m!^(?://|#) ([a-z]+): (.*)!) {
			$last = \($field{$1} = $2);
		} elsif (m!^(?://|#)   (.*)! && $last) {
			$$last .= " $1";
		} else {
			undef $last;
		}
	}
	for (qw(lost mirrors class where kernels files)) {
		$field{$_} // refuse("$file has no line '$_: ...'");
	}
	return %field;
}

# The mutants that names with globs stand for; all without a name. Each is an object with
# the fields of its header, and name and file.
sub find {
	my (@names) = @_;
	my @mutants;
	for my $name (@names ? @names : '*') {
		my @files = grep { -e } bsd_glob("$here/${name}{,\@*}.{cocci,sed}");
		refuse("no mutant matches '$name'; there are:", map { m!([^/]+)\.! }
			bsd_glob("$here/*.{cocci,sed}")) if !@files;
		for my $file (@files) {
			my ($is) = $file =~ m!([^/@]+)(?:\@[\d.]+)?\.\w+$!;
			next if grep { $_->{file} eq $file } @mutants;
			push @mutants, bless { name => $is, file => $file,
				header($file) };
		}
	}
	return @mutants;
}

# Compare versions: a list of numbers each.
sub version {
	my @a = split /\./, shift;
	my @b = split /\./, shift;
	while (@a && @b) {
		my $order = shift(@a) <=> shift(@b);
		return $order if $order;
	}
	return 0;
}

# True if it is for this release of the kernel.
sub is_for {
	my ($self, $release) = @_;
	my ($from, $to) = $self->{kernels} =~ /^([\d.]+)-([\d.]*)$/ or
		refuse("bad range of kernels '$self->{kernels}'");
	return version($release, $from) >= 0 &&
		($to eq '' || version($release, $to) <= 0);
}

# Those of the mutants that have no form for this release.
sub out_of_range {
	my ($release, @mutants) = @_;
	my %has = map { $_->{name} => 1 } grep { $_->is_for($release) } @mutants;
	return grep { !$has{$_->{name}}++ } @mutants;
}

# The configs of a platform on which it is to be found. Where $instead names a config,
# that one takes the place of default, and there is no other.
sub configs {
	my ($self, $platform, $instead) = @_;
	for (split ' ', $self->{where}) {
		my ($name, $configs) = split /:/;
		next if $name ne $platform;
		my @configs = split /,/, $configs // 'default';
		return @configs if !$instead;
		return (grep { $_ eq 'default' } @configs) ? $instead : ();
	}
	return;
}

# Why the mutant changes nothing that can be seen on a platform, or undef.
sub equivalent {
	my ($self, $platform) = @_;
	my ($where, $why) = split /: */, $self->{equivalent} // '', 2;
	return (grep { $_ eq $platform } split ' ', $where // '') ? $why : undef;
}

1;
