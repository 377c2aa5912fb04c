# SPDX-License-Identifier: GPL-2.0-only
#
# make install, uninstall, deb and kselftest-install.
prefix ?= /usr/local

.PHONY: install uninstall deb kselftest-install
install: programs
	$(Q)packaging/install.sh $(B) '$(DESTDIR)' '$(prefix)' '$(VERSION)'

uninstall:
	$(Q)rm -rf $(addprefix '$(DESTDIR)$(prefix)'/,lib/kvm-dirty-tests \
		bin/kvm-dirty-tests share/doc/kvm-dirty-tests \
		share/bash-completion/completions/kvm-dirty-tests \
		share/man/man1/kvm-dirty-tests.1)

deb:
	$(Q)packaging/deb.sh

KSELFTEST ?= build/kselftest
kselftest-install: programs
	$(Q)packaging/kselftest.sh $(B) '$(CACHE)' '$(KSELFTEST)' '$(VERSION)' '$(KERNEL)'
