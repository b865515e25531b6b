#include "provisioner/cli/experiments.h"

#include "aws/api/cloudwatch.h"
#include "aws/api/fis.h"
#include "provisioner/base/screen.h"

#include <inttypes.h>
#include <string.h>

enum { LOOK_MS = 10 * 1000, LONGEST_MS = 13 * 3600 * 1000 };

static const struct value *text_map(struct arena *a, const char *name, const char *text)
{
    struct value *v = value_map(a);
    value_set_str(a, v, name, text);
    return v;
}

static struct err *ask(struct session *s, const struct op *op, const char *region, const struct value *in,
                       const struct value **ret)
{
    struct aws_call call = {.arena = s->a, .op = op, .region = region, .in = in};
    client_call(s->client, &call);
    *ret = call.out;
    return call_error(&call);
}

static void add_word(struct sbuf *words, const char *word)
{
    sbuf_printf(words, "%s%s", words->len ? ", " : "", word);
}

/* ---- what may be begun ------------------------------------------------------------------------------------------- */

/* "arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:demo-region" */
static const char *alarm_name(const char *arn)
{
    const char *at = strstr(arn, ":alarm:");
    return at ? at + strlen(":alarm:") : arn;
}

static struct err *check_alarm(struct session *s, const char *region, const struct experiment *x, const char *name)
{
    struct value *in = value_map(s->a), *names = value_list(s->a), *types = value_list(s->a);
    const struct value *out = NULL;
    value_push(s->a, names, value_str(s->a, name));
    value_push(s->a, types, value_str(s->a, "MetricAlarm"));
    value_push(s->a, types, value_str(s->a, "CompositeAlarm"));
    value_set(s->a, in, "AlarmNames", names);
    value_set(s->a, in, "AlarmTypes", types);
    TRY(ask(s, &cloudwatch_DescribeAlarms, region, in, &out));
    const struct value *alarm = value_item(value_get(out, "MetricAlarms"), 0);
    alarm = alarm ? alarm : value_item(value_get(out, "CompositeAlarms"), 0);
    if (!alarm)
        return err_new(ERR_REFUSED,
                       "%s would be stopped by the alarm %s, and there is none of that name in %s; "
                       "name one that is there (drills.stop_alarm)",
                       x->address, name, region);
    if (str_eq(value_get_str(alarm, "StateValue"), "ALARM"))
        return err_new(ERR_REFUSED, "the alarm %s, which stops %s, is in force already: no day for a drill", name,
                       x->address);
    return NULL;
}

static struct err *check_stops(struct session *s, const char *region, const struct value *template,
                               struct experiment *x)
{
    const struct value *stops = value_get(template, "stopConditions");
    struct sbuf names = {.arena = s->a};
    for (size_t i = 0; i < value_len(stops); i++) {
        const struct value *stop = value_item(stops, i);
        if (!str_eq(value_get_str(stop, "source"), "aws:cloudwatch:alarm"))
            continue;
        const char *name = alarm_name(value_get_str(stop, "value"));
        TRY(check_alarm(s, region, x, name));
        add_word(&names, name);
    }
    if (!names.len)
        return err_new(ERR_REFUSED,
                       "%s has no stop condition, so that nothing would end it but its time; "
                       "name an alarm (drills.stop_alarm), or have one made (observability)",
                       x->address);
    x->alarms = sbuf_str(&names);
    return NULL;
}

static struct err *check_idle(struct session *s, const char *region, const struct experiment *x)
{
    const struct value *out = NULL;
    TRY(ask(s, &fis_ListExperiments, region, text_map(s->a, "experimentTemplateId", x->template), &out));
    const struct value *all = value_get(out, "experiments");
    for (size_t i = 0; i < value_len(all); i++) {
        const struct value *one = value_item(all, i);
        const char *status = value_get_str(value_get(one, "state"), "status"), *id = value_get_str(one, "id");
        if (has_word("pending initiating running stopping", status))
            return err_new(ERR_REFUSED,
                           "%s of %s is %s; wait for its end, or end it: `aws fis stop-experiment --id %s "
                           "--region %s`",
                           id, x->address, status, id, region);
    }
    return NULL;
}

static struct err *look(struct session *s, const char *region, struct experiment *x)
{
    const struct value *out = NULL;
    struct sbuf what = {.arena = s->a};
    TRY(ask(s, &fis_GetExperimentTemplate, region, text_map(s->a, "id", x->template), &out));
    const struct value *template = value_get(out, "experimentTemplate"), *actions = value_get(template, "actions");
    for (size_t i = 0; i < value_len(actions); i++)
        add_word(&what, value_get_str(value_item(actions, i), "actionId"));
    x->what = sbuf_str(&what);
    x->description = value_get_str(template, "description");
    TRY(check_stops(s, region, template, x));
    return check_idle(s, region, x);
}

struct err *experiments_find(struct session *s, const struct region_ref *where, struct experiments *ret)
{
    size_t cap = 0;
    *ret = (struct experiments){0};
    for (size_t i = 0; i < state_count(s->state); i++) {
        const struct entry *e = state_entry(s->state, i);
        if (!str_eq(e->type, "AWS::FIS::ExperimentTemplate") || !str_eq(e->alias, where->alias))
            continue;
        ret->items = arena_grow(s->a, ret->items, sizeof *ret->items, ret->n, &cap);
        ret->items[ret->n] = (struct experiment){.address = e->address, .template = e->id};
        TRY(look(s, where->name, &ret->items[ret->n++]));
    }
    return ret->n ? NULL
                  : err_new(ERR_MISSING,
                            "there is no experiment in %s; a section `drills` declares one, and `provisioner "
                            "apply %s` makes it",
                            where->alias, s->spec_path);
}

/* ---- running ----------------------------------------------------------------------------------------------------- */

static bool is_over(const struct value *experiment)
{
    return has_word("completed stopped failed cancelled", value_get_str(value_get(experiment, "state"), "status"));
}

static struct err *stop(struct session *s, const char *region, const char *id)
{
    const struct value *out = NULL;
    note("stopping %s", screen_safe(s->a, id));
    return ask(s, &fis_StopExperiment, region, text_map(s->a, "id", id), &out);
}

/* Until it is over; stopped once, when nobody wants to wait any longer. */
static struct err *wait_for(struct session *s, const char *region, const char *id, const struct value **ret)
{
    const struct value *out = NULL;
    int64_t until = client_now_ms(s->client) + LONGEST_MS;
    bool stopped = false;
    for (;;) {
        TRY(ask(s, &fis_GetExperiment, region, text_map(s->a, "id", id), &out));
        *ret = value_get(out, "experiment");
        if (is_over(*ret))
            return NULL;
        bool enough = *s->cli->host->interrupted || client_now_ms(s->client) > until;
        if (enough && !stopped)
            TRY(stop(s, region, id));
        stopped = stopped || enough;
        client_wait(s->client, client_now_ms(s->client) + (int64_t)(LOOK_MS / s->cli->opt.time_scale));
    }
}

/* Asked for twice with one token, it is begun once. */
static const struct value *start_request(struct session *s, const struct experiment *x)
{
    struct value *in = value_map(s->a);
    value_set_str(s->a, in, "experimentTemplateId", x->template);
    value_set(s->a, in, "clientToken", value_fmt(s->a, "drill-%s-%" PRId64, x->template, client_wall(s->client)));
    return in;
}

struct err *experiment_run(struct session *s, const struct region_ref *where, const struct experiment *x,
                           const struct value **ret)
{
    const struct value *out = NULL, *over = NULL;
    struct value *v = value_map(s->a);
    int64_t began = client_now_ms(s->client);
    TRY_CTX(ask(s, &fis_StartExperiment, where->name, start_request(s, x), &out), "%s", x->address);
    const char *id = value_get_str(value_get(out, "experiment"), "id");
    note("%s: %s has begun", x->address, screen_safe(s->a, id));
    CLEANUP(err_freep) struct err *lost = wait_for(s, where->name, id, &over);
    CLEANUP(err_freep) struct err *unstopped = lost ? stop(s, where->name, id) : NULL;
    value_set_str(s->a, v, "address", x->address);
    value_set_str(s->a, v, "experiment", id);
    value_set_str(s->a, v, "status", lost ? "unknown" : value_get_str(value_get(over, "state"), "status"));
    value_set_str(s->a, v, "reason",
                  unstopped ? arena_printf(s->a, "%s; nor could it be stopped: %s", err_text(lost), err_text(unstopped))
                  : lost    ? arena_printf(s->a, "%s; it was asked to stop", err_text(lost))
                            : value_get_str(value_get(over, "state"), "reason"));
    value_set(s->a, v, "took_ms", value_int(s->a, client_now_ms(s->client) - began));
    *ret = v;
    return NULL;
}
