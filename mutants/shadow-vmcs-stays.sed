# SPDX-License-Identifier: GPL-2.0-only
#
# The VMCS that a nested hypervisor reads and writes by VMREAD and VMWRITE is where the
# link pointer of its host's VMCS says. KVM keeps the translation of that address, and
# does not make another one when the link pointer changes. A hypervisor with VMCS
# shadowing runs a nested guest with one link pointer and then with another, and the
# nested guest writes a field: the field is in the first page.
#
# lost: the page with the second VMCS, which is neither written nor marked
# mirrors: -
# class: nested
# where: vmx
# kernels: 7.0-
# files: arch/x86/kvm/vmx/nested.c
s/^\tif (ghc->gpa != vmcs12->vmcs_link_pointer &&$/\tif (!ghc->memslot \&\&/
