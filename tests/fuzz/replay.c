#include "provisioner/base/file.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

/*
 * Runs a folder of inputs through a fuzz target, for compilers without libFuzzer: replay FOLDER. Every input is run
 * whole and cut off at a few places.
 */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

enum { LARGEST = 16 << 20, CUTS = 16 };

static struct err *replay_file(const char *path)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *bytes;
    size_t n;
    TRY(file_read(a, path, LARGEST, &bytes, &n));
    for (size_t i = 0; i <= CUTS; i++)
        LLVMFuzzerTestOneInput((const uint8_t *)bytes, n * i / CUTS);
    return NULL;
}

static int replay_folder(const char *path, DIR *folder)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    int n = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] == '.')
            continue;
        CLEANUP(err_freep) struct err *e = replay_file(arena_printf(a, "%s/%s", path, entry->d_name));
        if (e) {
            fprintf(stderr, "%s\n", err_text(e));
            return 1;
        }
        n++;
    }
    printf("%d inputs\n", n);
    return n == 0;
}

int main(int argc, char **argv)
{
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    if (!folder) {
        fprintf(stderr, "usage: replay FOLDER\n");
        return 1;
    }
    int failed = replay_folder(argv[1], folder);
    closedir(folder);
    return failed;
}
