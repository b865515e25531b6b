#include "aws/sandbox/kinds.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Values that members of several services take: engine parameters, windows of time. */

static bool number_in(const char *allowed, int64_t n)
{
    for (const char *s = allowed; *s;) {
        char *end;
        int64_t low = strtoll(s, &end, 10), high = low;
        if (*end == '-')
            high = strtoll(end + 1, &end, 10);
        if (n >= low && n <= high)
            return true;
        s = *end == ',' ? end + 1 : "";
    }
    return false;
}

static bool word_in(const char *allowed, const char *text)
{
    for (const char *s = allowed; *s;) {
        size_t n = strcspn(s, ",");
        if (strlen(text) == n && strncasecmp(s, text, n) == 0)
            return true;
        s += n + (s[n] == ',');
    }
    return false;
}

/* Formulas like {DBInstanceClassMemory/8192} are the engine's to judge. */
bool parameter_value_fits(const char *type, const char *allowed, const char *text)
{
    int64_t n;
    if (strchr(text, '{'))
        return true;
    if (str_eq(type, "integer"))
        return parse_int(text, &n) && (!allowed || number_in(allowed, n));
    if (str_eq(type, "boolean") || (str_eq(type, "string") && allowed))
        return word_in(allowed, text);
    return true;
}

/* Minutes since the week (or the day) began; -1: no time. */
static int minutes_of(const char *s, bool weekly)
{
    static const char days[] = "mon tue wed thu fri sat sun ";
    int day = 0;
    if (weekly) {
        char name[5] = "";
        for (int i = 0; i < 3 && s[i]; i++)
            name[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
        name[3] = ' ';
        const char *at = strlen(name) == 4 ? strstr(days, name) : NULL;
        if (!at || s[3] != ':')
            return -1;
        day = (int)(at - days) / 4;
        s += 4;
    }
    if (strspn(s, "0123456789") != 2 || s[2] != ':' || strspn(s + 3, "0123456789") < 2)
        return -1;
    int hour = (s[0] - '0') * 10 + s[1] - '0', minute = (s[3] - '0') * 10 + s[4] - '0';
    return hour < 24 && minute < 60 ? day * 1440 + hour * 60 + minute : -1;
}

bool time_window_fits(struct call *c, const char *member, bool weekly, int least_minutes)
{
    const char *text = in_str(c, member), *to = strchr(text, '-');
    int whole = weekly ? 7 * 1440 : 1440;
    if (!*text)
        return true;
    int from = minutes_of(text, weekly), until = to ? minutes_of(to + 1, weekly) : -1;
    if (from < 0 || until < 0 || (size_t)(to - text) != (weekly ? 9u : 5u) || strlen(to + 1) != (weekly ? 9u : 5u))
        return refuse(c, "InvalidParameterValue", "Invalid %s format: %.60s",
                      weekly ? "maintenance window" : "backup window", text);
    if ((until - from + whole) % whole < least_minutes)
        return refuse(c, "InvalidParameterValue", "The %s must be at least %d minutes.",
                      weekly ? "maintenance window" : "backup window", least_minutes);
    char *low = arena_strdup(c->a, text);
    for (char *p = low; *p; p++)
        *p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
    draft_str(c, member, low);
    return true;
}

/* Every day's window against one of the week. */
bool windows_overlap(const char *daily, const char *weekly)
{
    const char *day_to = strchr(daily, '-'), *week_to = strchr(weekly, '-');
    if (!day_to || !week_to)
        return false;
    int day_from = minutes_of(daily, false), week_from = minutes_of(weekly, true);
    int day_length = (minutes_of(day_to + 1, false) - day_from + 1440) % 1440;
    int week_length = (minutes_of(week_to + 1, true) - week_from + 7 * 1440) % (7 * 1440);
    int after = (day_from - week_from % 1440 + 1440) % 1440;
    return after < week_length || after + day_length > 1440;
}
