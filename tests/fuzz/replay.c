#include <dirent.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/*
 * Runs a fuzz target over the files of the folders (or the single files) named, where no fuzzer drives it. Says how
 * many there were; a corpus without files is a failure, since nothing would have been tried.
 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { LARGEST = 64 << 20, LONGEST_PATH = 4096 };

/* A copy of just the right size, so that a sanitizer sees a read behind its end. */
static int run_file(const char *path, size_t n)
{
    FILE *f = fopen(path, "rb");
    uint8_t *bytes = malloc(n ? n : 1);
    int ran = f && bytes && n <= LARGEST && fread(bytes, 1, n, f) == n;
    if (ran)
        LLVMFuzzerTestOneInput(bytes, n);
    else
        fprintf(stderr, "replay: cannot read %s\n", path);
    free(bytes);
    if (f)
        fclose(f);
    return ran;
}

static long run(const char *path);

static long run_folder(const char *path)
{
    DIR *folder = opendir(path);
    struct dirent *entry;
    long all = 0;
    while (folder && (entry = readdir(folder))) {
        char inner[LONGEST_PATH];
        if (entry->d_name[0] == '.')
            continue;
        int n = snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        long ran = n > 0 && (size_t)n < sizeof inner ? run(inner) : -1;
        all = ran < 0 || all < 0 ? -1 : all + ran;
    }
    if (folder)
        closedir(folder);
    return all;
}

/* How many inputs there were; -1: something could not be read. */
static long run(const char *path)
{
    struct stat st;
    if (stat(path, &st) < 0) {
        fprintf(stderr, "replay: no such corpus: %s\n", path);
        return -1;
    }
    if (S_ISDIR(st.st_mode))
        return run_folder(path);
    return run_file(path, (size_t)st.st_size) ? 1 : -1;
}

int main(int argc, char **argv)
{
    long all = 0;
    for (int i = 1; i < argc; i++) {
        long ran = run(argv[i]);
        if (ran < 0)
            return 1;
        all += ran;
    }
    printf("%ld inputs replayed\n", all);
    return all > 0 ? 0 : 1;
}
