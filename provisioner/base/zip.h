#ifndef BASE_ZIP_H
#define BASE_ZIP_H

#include "provisioner/base/base.h"

/*
 * A folder as a zip file: the same files give the same bytes on every machine. Names are sorted, all times are
 * 1980-01-01, all modes 0755 (a runtime of one's own must be executable), nothing is compressed. Left out: .git, what
 * Python compiles, and what editors leave behind.
 *
 * `folder` is a path below `root`, without "..": neither it nor anything in it may be a symbolic link, so that nothing
 * outside of `root` is ever read. ERR_INPUT: such a path, a link, a device, a name that is not ASCII or too long, more
 * than 2,000 files, more than 50 MB (what Lambda takes in a call), or no file at all. ERR_MISSING: no such folder.
 */
struct err *zip_folder(struct arena *a, const char *root, const char *folder, const char **ret_bytes,
                       size_t *ret_n) NODISCARD;

#endif
