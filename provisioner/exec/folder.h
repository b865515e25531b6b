#ifndef EXEC_FOLDER_H
#define EXEC_FOLDER_H

#include "provisioner/model/diag.h"
#include "provisioner/model/wanted.h"

/*
 * Folders beside the spec that go into AWS as a zip. Their digest is an attribute like any other, so that a plan shows
 * that they have changed; the bytes are read again when a call sends them, and kept nowhere.
 */

/* Fills in the digest of every attribute that names a folder. ERR_INPUT when there are findings. */
struct err *folders_measure(struct arena *a, const char *root, struct diags *d, struct wanted_list *wanted) NODISCARD;

/* The folder as a zip, and the SHA-256 of that, both in base64. Errors are zip_folder's. */
struct err *folder_pack(struct arena *a, const char *root, const char *folder, const char **ret_zip,
                        const char **ret_digest) NODISCARD;

#endif
