#include "provisioner/cli/words.h"

#include <string.h>

enum {
    STILL_MS = 30 * 1000,          /* first word of something that takes long */
    STILL_MOST_MS = 5 * 60 * 1000, /* and the longest silence about it */
    WORTH_SAYING_S = 20            /* an expectation below that is not worth a word */
};

const struct step_words *step_words(enum step_kind k)
{
    static const struct step_words words[] = {
        [STEP_CREATE] = {"create", "creating", "created"},     [STEP_UPDATE] = {"update", "updating", "updated"},
        [STEP_DELETE] = {"delete", "deleting", "deleted"},     [STEP_RECORD] = {"adopt", "adopting", "adopted"},
        [STEP_FORGET] = {"forget", "forgetting", "forgotten"},
    };
    return &words[k];
}

const char *words_span(struct arena *a, int64_t ms)
{
    long long s = ms / 1000;
    if (s >= 3600)
        return arena_printf(a, "%lldh%02lldm", s / 3600, s / 60 % 60);
    return s >= 60 ? arena_printf(a, "%lldm%02llds", s / 60, s % 60) : arena_printf(a, "%llds", s);
}

const char *words_about(struct arena *a, const char *before, int64_t ms)
{
    int64_t minutes = (ms + 30 * 1000) / (60 * 1000);
    if (ms < WORTH_SAYING_S * 1000LL)
        return "";
    return ms < 3 * 60 * 1000 ? arena_printf(a, "%sabout %s", before, words_span(a, ms))
                              : arena_printf(a, "%sabout %lldm", before, (long long)minutes);
}

bool words_same_reason(const char *was, const char *now)
{
    const char *end = strstr(now, "request id");
    return was && (end ? strncmp(was, now, (size_t)(end - now)) == 0 : strcmp(was, now) == 0);
}

int64_t words_silence_ms(int64_t elapsed_ms)
{
    int64_t pause = elapsed_ms / 3;
    return pause < STILL_MS ? STILL_MS : pause > STILL_MOST_MS ? STILL_MOST_MS : pause;
}
