# SPDX-License-Identifier: GPL-2.0-only
#
# Where we are: in a source tree, which keeps all that it makes in build/; or installed
# (packaging/install.sh), in a tree that is never written to and has a file "version".
# There, results and downloads go to the user's folders, as the XDG Base Directory
# Specification has it.
package Place;
use strict;
use warnings;
use Platform;
use Say;

my $file = "$Platform::top/version";

sub installed {
	return -e $file;
}

# What a user calls us; in messages without the folder.
sub command {
	return installed() ? 'kvm-dirty-tests' : './run_tests.sh';
}

# A word of a command as a shell reads it.
sub quoted {
	my ($word) = @_;
	return $word =~ m!\A[\w./:+\@%=,-]+\z! ? $word : "'" . $word =~ s/'/'\\''/gr . "'";
}

sub name {
	return command() =~ s!.*/!!r;
}

# The version of a tree that is installed.
sub version {
	open my $from, '<', $file or refuse("$file: $!");
	chomp(my $version = <$from>);
	return $version;
}

# A folder of ours in the user's folder of that kind, STATE or CACHE.
sub users {
	my ($kind, $default) = @_;
	my $home = $ENV{"XDG_${kind}_HOME"} // '';
	# The specification ignores others.
	$home = ($ENV{HOME} || (getpwuid $<)[7] || '') . "/$default" if $home !~ m!^/!;
	return "$home/kvm-dirty-tests";
}

sub results {
	return (installed() ? users('STATE', '.local/state') : "$Platform::top/build") .
		'/results';
}

sub cache {
	return installed() ? users('CACHE', '.cache') : "$Platform::top/build/cache";
}

1;
