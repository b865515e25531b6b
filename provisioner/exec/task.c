#include "provisioner/exec/task.h"

#include "aws/net/scrub.h"
#include "provisioner/model/json.h"

#include <string.h>

enum {
    VISIBLE_S = 120,  /* how long AWS may take to show what it has made: the providers' propagation time-out */
    LOOKS = 3,        /* times a lost creation is looked for before it is made again */
    LOOK_EVERY_S = 5, /* and how far apart */
    REPEATS = 7,      /* of one call without an answer that counts: eight times in all, as the client does it */
    SILENT_S = 300,   /* how long nobody may answer, or only with errors of AWS's own */
    SHORTEST_LIMIT_S = 300,
    SHORTEST_EVERY_S = 2,
};

static enum task_wants next_call(struct task *t);
static enum task_wants read_all(struct task *t);
static enum task_wants finish(struct task *t);
static enum task_wants gone(struct task *t);

/* ---- small things ------------------------------------------------------------------------------------------------ */

static int64_t now(const struct task *t)
{
    return client_now_ms(t->run->o->client);
}

static int64_t scaled(const struct task *t, unsigned seconds)
{
    double scale = t->run->o->time_scale > 0 ? t->run->o->time_scale : 1;
    return (int64_t)(seconds * 1000.0 / scale);
}

static bool stopping(const struct task *t)
{
    return run_stops(t->run);
}

static unsigned every(const struct task *t)
{
    unsigned s = t->type->impl->wait.every;
    return s < SHORTEST_EVERY_S ? SHORTEST_EVERY_S : s;
}

static unsigned limit(const struct task *t)
{
    unsigned s = t->type->impl->wait.limit;
    return s < SHORTEST_LIMIT_S ? SHORTEST_LIMIT_S : s;
}

/* Reasons come from AWS, which may know by now what this task has read, or sent. */
static enum task_wants fail(struct task *t, struct err *e)
{
    t->error = err_new(err_class_of(e), "%s", scrubbed(t->arena, err_text(e), t->secrets));
    err_free(e);
    return TASK_FAILED;
}

static enum task_wants interrupted(struct task *t)
{
    return fail(t, err_new(ERR_INTERRUPTED, "stopped before it was finished; what AWS holds is recorded"));
}

/* Whether the phase may go on waiting; the first call sets its deadline. */
static bool in_time(struct task *t, enum patience why, unsigned seconds)
{
    if (!t->deadline_ms[why])
        t->deadline_ms[why] = now(t) + scaled(t, seconds);
    return now(t) < t->deadline_ms[why];
}

static void begin_waiting(struct task *t)
{
    memset(t->deadline_ms, 0, sizeof t->deadline_ms);
}

static enum task_wants wait(struct task *t, unsigned seconds, enum event_kind kind, const char *text)
{
    if (stopping(t))
        return interrupted(t);
    text = scrubbed(t->arena, text, t->secrets);
    if (!str_eq(text, t->text) || kind == EV_STEP_RETRY)
        run_event(t->run, kind, t, text);
    t->text = text;
    t->due_ms = now(t) + scaled(t, seconds);
    return TASK_WAIT;
}

static enum task_wants send(struct task *t, const struct op *op, const char *region, const struct value *in)
{
    t->call = (struct aws_call){
        .arena = t->arena, .op = op, .region = region, .in = in, .owner = t, .poll = op->flags & OP_READ};
    return TASK_CALL;
}

/* The page that comes next where one is not enough; the request as it is otherwise. */
static const struct value *paged(const struct task *t, const struct op *op, const struct value *in)
{
    if (!t->page)
        return in;
    struct value *more = value_edit(t->arena, in);
    value_set_str(t->arena, more, op->pages->in_token, t->page);
    return more;
}

/* Whether the answer at hand is not the last page; the next request asks for what follows. */
static bool turn_page(struct task *t)
{
    const struct pages *p = t->call.end == CALL_OK ? t->call.op->pages : NULL;
    const char *token = p ? value_str_of(value_path(t->arena, t->call.out, p->out_token)) : "";
    t->page = *token ? token : NULL;
    return t->page != NULL;
}

static enum task_wants send_read(struct task *t, const struct call *c)
{
    const struct value *in = NULL;
    struct err *e = request_make(t->arena, &t->target, c, VERB_READ, NULL, NULL, &in);
    return e ? fail(t, e) : send(t, c->op, t->planned->region, paged(t, c->op, in));
}

static bool is_missing(const struct task *t)
{
    return t->call.end == CALL_FAULT &&
           fault_matches(t->type->impl->missing, t->call.fault.code, t->call.fault.message);
}

static bool answer_lost(const struct task *t)
{
    return t->call.end == CALL_LOST || t->call.end == CALL_BROKEN;
}

/* What is known now, over what was known. */
static void learn(struct task *t, const struct value *attrs)
{
    struct value *both = value_edit(t->arena, t->target.have);
    for (size_t i = 0; i < value_len(attrs); i++)
        value_set(t->arena, both, value_key(attrs, i), value_item(attrs, i));
    t->target.have = both;
}

static bool throttled(const struct task *t)
{
    return t->call.end == CALL_FAULT && fault_is_throttle(&t->call.fault);
}

/* However fast AWS's objects live, whether anybody is there shows in the network's own time. */
static bool may_be_silent(struct task *t)
{
    return in_time(t, PATIENCE_SILENT, SILENT_S * (unsigned)(t->run->o->time_scale > 1 ? t->run->o->time_scale : 1));
}

/* Nobody answered, or only "later": nothing is decided by that. Throttling is waited out as long as the step may wait.
 */
static bool undecided(struct task *t)
{
    bool silent = t->call.end == CALL_UNREACHABLE || (answer_lost(t) && t->call.op->flags & OP_READ) ||
                  (t->call.end == CALL_FAULT && fault_is_transient(&t->call.fault));
    if (t->call.end == CALL_OK)
        t->deadline_ms[PATIENCE_SILENT] = t->deadline_ms[PATIENCE_THROTTLED] = 0;
    return throttled(t) ? in_time(t, PATIENCE_THROTTLED, limit(t)) : silent && may_be_silent(t);
}

/* A read that is throttled tells as much as one that finds nothing new. */
static enum task_wants again(struct task *t)
{
    if (throttled(t))
        return wait(t, every(t), EV_STEP_WAIT, t->text ? t->text : "AWS asks to slow down");
    struct err *e = call_error(&t->call);
    const char *why = arena_strdup(t->arena, err_text(e));
    err_free(e);
    return wait(t, every(t), EV_STEP_RETRY, why);
}

/* ---- the journal ------------------------------------------------------------------------------------------------- */

/* Without secrets: they stand as references to where they are kept, and those go too. */
static const struct value *public_attrs(struct arena *a, const struct rtype *rt, const struct value *attrs)
{
    struct value *out = value_map(a);
    for (size_t i = 0; i < value_len(attrs); i++) {
        const struct attr *at = rtype_attr(rt, value_key(attrs, i));
        if (at && !(at->flags & A_SECRET))
            value_set(a, out, value_key(attrs, i), value_item(attrs, i));
    }
    return out;
}

static void note_entry(struct task *t, enum entry_status status)
{
    const struct planned *p = t->planned;
    const struct run_options *o = t->run->o;
    const struct entry *was = state_find(o->state, p->address);
    int64_t took = (now(t) - t->began_ms) / 1000, wall = client_wall(o->client);
    bool creating = t->verb == VERB_CREATE, going = t->verb == VERB_DELETE && was;
    struct entry e = {
        .address = p->address,
        .type = t->type->name,
        .alias = p->alias,
        .region = p->region,
        .id = rtype_physical_id(t->arena, t->type, t->target.have),
        .inputs = going ? was->inputs : public_attrs(t->arena, t->type, t->target.want),
        .outputs = public_attrs(t->arena, t->type, t->target.have),
        .after = going ? was->after : (const char **)p->after,
        .status = status,
        .generation = t->generation,
        .created = was && !creating ? was->created : wall,
        .updated = wall,
        .create_s = creating && status == ENTRY_READY ? took
                    : was                             ? was->create_s
                                                      : 0,
        .update_s = !creating && !going && status == ENTRY_READY ? took
                    : was                                        ? was->update_s
                                                                 : 0,
    };
    store_note_entry(o->store, o->state, &e);
}

static void note_intent(struct task *t, const struct op *op)
{
    static const char *const verbs[] = {
        [VERB_CREATE] = "create", [VERB_READ] = "read", [VERB_UPDATE] = "update", [VERB_DELETE] = "delete"};
    const struct planned *p = t->planned;
    struct intent in = {
        .address = p->address,
        .type = t->type->name,
        .alias = p->alias,
        .region = p->region,
        .verb = verbs[t->verb],
        .op = op->name,
        .inputs = public_attrs(t->arena, t->type, t->target.want),
        .after = (const char **)p->after,
        .generation = t->generation,
    };
    store_note_intent(t->run->o->store, t->run->o->state, &in);
    t->mutating = true;
}

/* ---- looking for it ---------------------------------------------------------------------------------------------- */

static bool tagged_ours(const struct task *t, const struct value *attrs)
{
    const struct value *tags = value_get(attrs, "Tags");
    return strcmp(value_get_str(tags, "provisioner:lineage"), value_get_str(t->target.account, "Lineage")) == 0 &&
           strcmp(value_get_str(tags, "provisioner:address"), t->planned->address) == 0 &&
           strcmp(value_get_str(tags, "provisioner:generation"), arena_printf(t->arena, "%u", t->generation)) == 0;
}

static const struct value *asked_for(const struct task *t)
{
    return t->target.want ? t->target.want : t->target.applied;
}

static bool same_key(const struct task *t, const struct value *attrs)
{
    const char *words = t->type->key, *word;
    size_t n, parts = 0;
    for (; (n = next_word(&words, &word)); parts++) {
        const char *name = arena_strndup(t->arena, word, n);
        const struct attr *at = rtype_attr(t->type, name);
        const struct value *want = value_get(asked_for(t), name), *have = value_get(attrs, name);
        if (!want && at)
            want = attr_default(t->arena, at); /* what nobody says is what AWS takes for it */
        if (!want || !have || !attr_equal(t->arena, at, want, have))
            return false;
    }
    return parts > 0;
}

/* The token the call was made with whose answer is missing. */
static const char *token_sent(const struct task *t)
{
    const struct intent *in = state_intent_of(t->run->o->state, t->planned->address);
    struct target then = t->target;
    then.want = in ? in->inputs : asked_for(t);
    return call_text(t->arena, &then, t->type->impl->create, "@token");
}

static bool is_it(const struct task *t, const struct value *attrs)
{
    const char *told = t->type->impl->token ? value_get_str(attrs, t->type->impl->token) : "";
    if (*told)
        return str_eq(told, token_sent(t));
    const char *id = rtype_physical_id(t->arena, t->type, t->target.have);
    const char *other = rtype_physical_id(t->arena, t->type, attrs);
    if (id && other && !t->type->impl->partial)
        return strcmp(id, other) == 0;
    return rtype_attr(t->type, "Tags") && value_get(attrs, "Tags") ? tagged_ours(t, attrs) : same_key(t, attrs);
}

static const struct call *finder(const struct task *t)
{
    return t->type->impl->list.op ? &t->type->impl->list : &t->type->impl->read[0];
}

static enum task_wants look(struct task *t)
{
    const struct call *c = finder(t);
    const struct value *in = NULL;
    t->phase = PHASE_FIND;
    struct err *e = request_make(t->arena, &t->target, c, VERB_READ, NULL, NULL, &in);
    if (e)
        return fail(t, e);
    return send(t, c->op, call_region(t->arena, &t->target, c), paged(t, c->op, in));
}

static enum task_wants make_it(struct task *t)
{
    t->target.have = NULL;
    t->phase = PHASE_CALL;
    t->at = 0;
    begin_waiting(t);
    return next_call(t);
}

/* It is there: what was left of making it is done now, and all of that may be done twice. */
static enum task_wants carry_on(struct task *t, const struct value *attrs)
{
    t->page = NULL;
    learn(t, attrs);
    if (t->verb == VERB_DELETE) {
        t->phase = PHASE_CALL;
        return next_call(t);
    }
    t->made = true;
    t->reread = true;
    t->at = t->type->flags & RT_VIRTUAL ? 0 : 1; /* a side of another object is there before anything was set on it */
    begin_waiting(t);
    note_entry(t, ENTRY_CREATING);
    t->phase = PHASE_SETTLE;
    return send_read(t, &t->type->impl->read[0]);
}

/* What has a token or a name can't be made twice. Of the rest nobody knows until AWS's lists have caught up. */
static bool worth_another_look(struct task *t)
{
    t->looks++;
    if (t->type->impl->create[0].found == FOUND_BY_TAG)
        return in_time(t, PATIENCE_LOOKING, VISIBLE_S);
    return t->looks < LOOKS;
}

/* A token that has made something makes it only once: what was there and is gone for good is made as the next one. */
static enum task_wants make_anew(struct task *t)
{
    if (t->target.have && rtype_physical_id(t->arena, t->type, t->target.have))
        run_next_generation(t);
    return make_it(t);
}

static enum task_wants looked(struct task *t)
{
    const struct call *c = finder(t);
    if (t->call.end != CALL_OK && !is_missing(t))
        return fail(t, err_wrap(call_error(&t->call), "looking for what an earlier call made"));
    const struct value *objects =
        t->call.end == CALL_OK ? answer_objects(t->arena, t->type, c, t->call.out, asked_for(t)) : NULL;
    for (size_t i = 0; i < value_len(objects); i++) {
        const struct value *o = value_item(objects, i), *attrs = answer_attrs(t->arena, t->type, c, o);
        if (object_mine(t->arena, t->type, o) && !object_gone(t->arena, t->type, o) && is_it(t, attrs))
            return carry_on(t, attrs);
    }
    if (turn_page(t))
        return look(t);
    if (worth_another_look(t))
        return wait(t, LOOK_EVERY_S, EV_STEP_RETRY, "an earlier call may have made it: looking again");
    return t->verb == VERB_DELETE ? gone(t) : make_anew(t);
}

/* ---- secrets ----------------------------------------------------------------------------------------------------- */

static const char *ref_text(struct arena *a, const struct value *ref)
{
    return arena_printf(a, "%s.%s", value_ref_address(ref), value_ref_path(ref));
}

/* The first secret this call would send that is not read yet; NULL: none. */
static const struct value *secret_needed(const struct task *t, const struct call *c)
{
    for (const struct attr *at = t->type->attrs; at->type != T_END; at++) {
        const struct value *v = at->flags & A_SECRET ? value_get(t->target.want, at->name) : NULL;
        bool sent = t->verb == VERB_CREATE || has_word(c->only, at->name) ||
                    (c->when && has_word(c->when, at->name) && has_word(t->changed, at->name));
        if (value_kind(v) == V_REF && sent && shape_field(c->op->in, at->name))
            return v;
    }
    return NULL;
}

static enum task_wants reveal(struct task *t, const struct value *ref)
{
    const struct entry *e = state_find(t->run->o->state, value_ref_address(ref));
    const struct rtype *rt = e ? rtype_named(e->type) : NULL;
    const struct value *in = NULL;
    if (!rt || !rt->impl->reveal)
        return fail(t, err_new(ERR_BUG, "%s keeps no secret", value_ref_address(ref)));
    struct target keeper = {.type = rt,
                            .address = e->address,
                            .region = e->region,
                            .account = t->target.account,
                            .have = value_overlay(t->arena, e->inputs, e->outputs)};
    struct err *err = request_make(t->arena, &keeper, rt->impl->reveal, VERB_READ, NULL, NULL, &in);
    if (err)
        return fail(t, err);
    t->phase = PHASE_REVEAL;
    t->reveal = ref;
    return send(t, rt->impl->reveal->op, e->region, in);
}

/* "SecretString.password": the attribute, then a path into its text read as JSON. */
static struct err *secret_text(struct task *t, const struct value **ret)
{
    const char *path = value_ref_path(t->reveal);
    size_t head = strcspn(path, ".");
    const char *text = value_get_str(t->call.out, arena_strndup(t->arena, path, head));
    const struct value *doc = NULL;
    if (!path[head]) {
        *ret = value_str(t->arena, text);
        return NULL;
    }
    struct err *e = json_parse(t->arena, text, strlen(text), JSON_PLAIN, &doc);
    err_free(e); /* its text might quote the secret */
    const struct value *v = e ? NULL : value_path(t->arena, doc, path + head + 1);
    if (!v)
        return err_new(ERR_INPUT, "%s is no JSON object with a member \"%s\"", value_ref_address(t->reveal),
                       path + head + 1);
    *ret = v;
    return NULL;
}

static const struct value *replace_ref(void *ctx, struct arena *a, const char *address, const char *path)
{
    const struct task *t = ctx;
    const struct value *v = value_get(t->secrets, arena_printf(a, "%s.%s", address, path));
    return v ? v : value_ref(a, address, path);
}

static enum task_wants revealed(struct task *t)
{
    const struct value *v = NULL;
    struct err *e = call_error(&t->call);
    if (!e)
        e = secret_text(t, &v);
    if (e)
        return fail(t, err_wrap(e, "reading the secret %s", value_ref_address(t->reveal)));
    struct value *known = value_edit(t->arena, t->secrets);
    value_set(t->arena, known, ref_text(t->arena, t->reveal), v);
    t->secrets = known;
    t->target.want = value_resolve(t->arena, t->target.want, replace_ref, t);
    t->phase = PHASE_CALL;
    return next_call(t);
}

/* ---- calls ------------------------------------------------------------------------------------------------------- */

/* What calls after the creating one set is looked for when all is read back. */
static void expect(struct task *t, const struct call *c)
{
    if (t->verb == VERB_CREATE && t->at > 0 && c->when && !str_eq(t->changed, c->when))
        t->changed = t->changed ? arena_printf(t->arena, "%s %s", t->changed, c->when) : c->when;
}

static enum task_wants send_call(struct task *t, const struct call *c)
{
    const struct value *in = NULL, *item = t->items ? value_item(t->items, t->item) : NULL;
    struct err *e = request_make(t->arena, &t->target, c, t->verb, t->changed, item, &in);
    if (e)
        return fail(t, e);
    if (!in) {
        t->at++;
        t->items = NULL;
        return next_call(t);
    }
    if (!(c->op->flags & OP_READ))
        note_intent(t, c->op);
    expect(t, c);
    t->phase = PHASE_CALL;
    return send(t, c->op, call_region(t->arena, &t->target, c), in);
}

static bool told_as_wanted(const struct task *t, const char *name)
{
    const struct attr *at = rtype_attr(t->type, name);
    const struct value *want = value_get(t->target.want, name), *told = value_get(t->target.have, name);
    bool silent = !at || at->flags & (A_SECRET | A_WRITE_ONLY | A_ROLE) || !want || !told;
    return !silent && attr_equal(t->arena, at, want, told);
}

/* A call that was cut off, or is still at work, need not be repeated where all that it is about is told by now: AWS
 * may take it for a second one, or for one too many. */
static bool came_about(const struct task *t, const struct call *c)
{
    const char *words = c->when, *word;
    size_t n, told = 0;
    if (!t->reread || c->each || t->verb == VERB_DELETE)
        return false;
    while ((n = next_word(&words, &word))) {
        const char *name = arena_strndup(t->arena, word, n);
        if (t->verb == VERB_UPDATE ? !has_word(t->changed, name) : !value_get(t->target.want, name))
            continue;
        if (!told_as_wanted(t, name))
            return false;
        told++;
    }
    return told > 0;
}

/* The next call of the verb that applies; when none is left, the end of the verb. */
static enum task_wants next_call(struct task *t)
{
    for (const struct call *c; (c = &t->calls[t->at])->op; t->at++) {
        if (c->leftover != t->is_gone || !call_applies(t->arena, &t->target, c, t->verb, t->changed))
            continue;
        if (came_about(t, c))
            continue;
        const struct value *secret = secret_needed(t, c);
        if (secret)
            return reveal(t, secret);
        if (c->each && !t->items) {
            t->items = call_items(t->arena, &t->target, c);
            t->item = 0;
        }
        if (t->items && t->item >= value_len(t->items)) {
            t->items = NULL;
            continue;
        }
        if (stopping(t) && t->verb != VERB_READ)
            return interrupted(t);
        return send_call(t, c);
    }
    return finish(t);
}

static enum task_wants settle(struct task *t)
{
    t->phase = PHASE_SETTLE;
    begin_waiting(t);
    return send_read(t, &t->type->impl->read[0]);
}

static bool can_settle(const struct task *t)
{
    return t->type->impl->wait.until;
}

static const struct value *first_mine(const struct task *t, const struct call *c)
{
    const struct value *objects = answer_objects(t->arena, t->type, c, t->call.out, t->target.want);
    for (size_t i = 0; i < value_len(objects); i++)
        if (object_mine(t->arena, t->type, value_item(objects, i)) || c->op != t->type->impl->list.op)
            return value_item(objects, i);
    return NULL;
}

/* Its id is made of what was asked for. Nothing else of that is known to have come about. */
static void learn_id(struct task *t)
{
    struct value *parts = value_map(t->arena);
    const char *words = t->type->id, *word;
    size_t n;
    while ((n = next_word(&words, &word))) {
        const char *name = arena_strndup(t->arena, word, n);
        value_set(t->arena, parts, name, value_get(t->target.want, name));
    }
    learn(t, parts);
}

/* A call went well. */
static enum task_wants succeeded(struct task *t, const struct call *c)
{
    bool creation = t->verb == VERB_CREATE && t->at == 0;
    if (t->call.end == CALL_OK) {
        const struct value *o = c->result ? first_mine(t, c) : t->call.out;
        if (o && (c->result || c->gives))
            learn(t, answer_attrs(t->arena, t->type, c, o));
    }
    begin_waiting(t);
    t->looks = 0;
    if (creation) {
        t->made = true;
        if (rtype_physical_id(t->arena, t->type, t->target.have) == NULL)
            learn_id(t);
        note_entry(t, ENTRY_CREATING);
    }
    if (t->verb == VERB_DELETE)
        note_entry(t, ENTRY_DELETING);
    if (t->items && ++t->item < value_len(t->items))
        return next_call(t);
    t->items = NULL;
    t->at++;
    bool more = t->calls[t->at].op && !t->is_gone && !t->calls[t->at].leftover;
    if (more && can_settle(t) && !(c->op->flags & OP_READ))
        return settle(t);
    return next_call(t);
}

/* Items that failed inside a successful answer make it a fault. */
static bool refused_inside(struct task *t, const struct call *c)
{
    const struct value *items = c->refused ? value_path(t->arena, t->call.out, c->refused) : NULL;
    const struct value *first = value_item(items, 0), *error = value_get(first, "Error");
    if (!value_len(items))
        return false;
    t->call.fault.code = arena_strdup(t->arena, value_get_str(error ? error : first, error ? "Code" : "ErrorCode"));
    t->call.fault.message =
        arena_strdup(t->arena, value_get_str(error ? error : first, error ? "Message" : "ErrorMessage"));
    t->call.end = CALL_FAULT;
    return true;
}

static enum task_wants later(struct task *t)
{
    const char *why = arena_printf(t->arena, "%s: %s", t->call.fault.code, t->call.fault.message);
    return wait(t, every(t), EV_STEP_RETRY, why);
}

/* What we know of it is old by now: the next that is done is to read it, until it has settled. */
static void know_anew(struct task *t)
{
    t->phase = PHASE_SETTLE;
    t->reread = true;
    t->items = NULL;
}

/* The call may have taken effect. Creations are looked for; what has states is asked how it is; everything else may be
 * said twice. */
static enum task_wants lost(struct task *t)
{
    if (t->verb == VERB_CREATE && t->at == 0) {
        t->looks = 0;
        t->page = NULL;
        t->phase = PHASE_FIND;
        return wait(t, LOOK_EVERY_S, EV_STEP_RETRY, "no answer came: looking whether it was made");
    }
    if (!t->call.dark && ++t->looks > REPEATS)
        return fail(t, call_error(&t->call));
    if (can_settle(t) && !t->is_gone)
        know_anew(t);
    return wait(t, every(t), EV_STEP_RETRY, "no answer came: asking again");
}

static enum task_wants not_settled(struct task *t, const struct value *o, const char *path, enum settle how,
                                   const char *state)
{
    const char *why = path ? value_text(t->arena, value_path(t->arena, o, path)) : "";
    if (how == SETTLE_FAILED)
        return fail(
            t, err_new(ERR_CONFLICT, "it is \"%s\", which it does not recover from%s%s", state, *why ? ": " : "", why));
    t->deadline_ms[PATIENCE_UNSEEN] = 0; /* something is on its way: what is asked for has its time once that is over */
    if (!in_time(t, PATIENCE_SETTLING, limit(t)))
        return fail(
            t, err_new(ERR_CONFLICT, "still \"%s\" after %u s; run apply again to go on waiting", state, limit(t)));
    return wait(t, every(t), EV_STEP_WAIT, arena_strdup(t->arena, state));
}

/* What came with another object may be shown later than that: what is not seen is not set right either. */
static bool shows_nothing_yet(const struct task *t, const struct call *c)
{
    return t->verb == VERB_CREATE && c->op->flags & OP_READ && c->result && !first_mine(t, c);
}

/* What was begun may take its time; the call that asks about it is made again until it is through. */
static enum task_wants answered(struct task *t, const struct call *c)
{
    const char *state = "";
    if (shows_nothing_yet(t, c) && in_time(t, PATIENCE_UNSEEN, VISIBLE_S))
        return wait(t, every(t), EV_STEP_WAIT, "not visible yet");
    enum settle how = answer_settled(t->arena, c->until, t->call.out, &state);
    return how == SETTLE_READY ? succeeded(t, c) : not_settled(t, t->call.out, c->why, how, state);
}

/* What was made a moment ago is not known everywhere yet: the row's codes say so, and so does asking about what it is
 * that was begun. */
static bool unseen_yet(const struct task *t, const struct call *c, const char *code, const char *message)
{
    bool asks = c->op->flags & OP_READ && (t->verb != VERB_DELETE || c->until);
    return fault_matches(c->soon, code, message) || (asks && is_missing(t));
}

/* The call took no effect: nothing of this address is on its way any more. */
static void forget_intent(struct task *t)
{
    if (t->verb == VERB_CREATE && !t->made)
        store_note_drop_intent(t->run->o->store, t->run->o->state, t->planned->address);
}

static enum task_wants called(struct task *t)
{
    const struct call *c = &t->calls[t->at];
    const char *code = t->call.end == CALL_FAULT ? t->call.fault.code : "", *message = t->call.fault.message;
    if (t->call.end == CALL_OK && refused_inside(t, c)) {
        code = t->call.fault.code;
        message = t->call.fault.message;
    }
    if (t->call.end == CALL_OK)
        return answered(t, c);
    if (fault_matches(c->done, code, message))
        return succeeded(t, c);
    bool unseen = c->until && in_time(t, PATIENCE_UNSEEN, VISIBLE_S);
    if (t->verb == VERB_DELETE && is_missing(t) && !unseen)
        return finish(t);
    bool stale = fault_matches(c->stale, code, message) && ++t->looks <= LOOKS;
    bool not_yet = !stale && fault_matches(c->not_yet, code, message) && in_time(t, PATIENCE_REFUSED, limit(t));
    if (stale || (not_yet && t->verb == VERB_UPDATE && can_settle(t)))
        know_anew(t);
    if (stale || not_yet)
        return later(t);
    if (unseen_yet(t, c, code, message) && in_time(t, PATIENCE_UNSEEN, VISIBLE_S))
        return later(t);
    if (answer_lost(t) || (t->call.ambiguous && t->verb == VERB_CREATE && t->at == 0))
        return lost(t); /* what says no may do so because of what an attempt before it has made */
    forget_intent(t);
    return fail(t, call_error(&t->call));
}

/* ---- reading it back --------------------------------------------------------------------------------------------- */

/* The object in the answer to a read of one. */
static const struct value *object_read(const struct task *t, const struct call *c)
{
    return t->call.end == CALL_OK ? answer_object(t->arena, t->type, c, t->call.out, t->target.have) : NULL;
}

static enum task_wants not_visible(struct task *t)
{
    if (t->call.end != CALL_OK && !is_missing(t))
        return fail(t, err_wrap(call_error(&t->call), "reading it back"));
    if (in_time(t, PATIENCE_UNSEEN, VISIBLE_S))
        return wait(t, every(t), EV_STEP_WAIT, "not visible yet");
    return fail(t, err_new(ERR_MISSING, "%s: AWS does not show what it made", t->call.op->name));
}

/* The first read of an object: there, settled, then what comes next. */
static enum task_wants first_read(struct task *t)
{
    const struct call *c = &t->type->impl->read[0];
    const struct value *o = object_read(t, c);
    const char *state = "";
    if (!o && turn_page(t))
        return send_read(t, c);
    t->page = NULL;
    if (!o)
        return not_visible(t);
    enum settle how = object_settled(t->arena, t->type, o, &state);
    bool may_go = t->verb == VERB_DELETE && how == SETTLE_FAILED; /* what is broken for good can still be taken away */
    if (how != SETTLE_READY && !may_go)
        return not_settled(t, o, t->type->impl->wait.why, how, state);
    const struct value *attrs = answer_attrs(t->arena, t->type, c, o);
    if (t->phase == PHASE_SETTLE) {
        t->deadline_ms[PATIENCE_SETTLING] = 0; /* what the call itself waits for has its own bound */
        learn(t, attrs);
        t->phase = PHASE_CALL;
        return next_call(t);
    }
    begin_waiting(t);
    learn(t, attrs); /* further reads may ask by what this one told */
    t->read = value_edit(t->arena, attrs);
    t->read_at = 1;
    return read_all(t);
}

/* What the calls have changed and AWS does not tell so yet; NULL: all is as asked. It may show the old values for a
 * while, and be "available". */
static const char *not_as_asked(struct task *t)
{
    const char *at = t->changed, *word;
    size_t n;
    while ((n = next_word(&at, &word))) {
        const char *name = arena_strndup(t->arena, word, n);
        const struct attr *attr = rtype_attr(t->type, name);
        const struct value *want = value_get(t->target.want, name), *told = value_get(t->read, name);
        bool silent = !attr || attr->flags & (A_SECRET | A_WRITE_ONLY | A_ROLE) || !told || !want;
        if (!silent && !attr_equal(t->arena, attr, want, told))
            return name;
    }
    return NULL;
}

/* The id may be told by the creating call alone. */
static void keep_id(struct task *t)
{
    const char *at = t->type->id, *word;
    size_t n;
    while ((n = next_word(&at, &word))) {
        const char *name = arena_strndup(t->arena, word, n);
        if (!value_get(t->read, name))
            value_set(t->arena, t->read, name, value_get(t->target.have, name));
    }
}

/* All that AWS tells of it has been read. What it says is recorded, and a change that it did not make is no success. */
static enum task_wants read_back(struct task *t)
{
    keep_id(t);
    t->target.have = t->read;
    const char *other = not_as_asked(t);
    if (other && in_time(t, PATIENCE_UNSEEN, VISIBLE_S)) {
        t->read_at = 0;
        return wait(t, every(t), EV_STEP_WAIT, "changed, and not told yet");
    }
    note_entry(t, ENTRY_READY);
    if (!other)
        return TASK_DONE;
    return fail(t, err_new(ERR_CONFLICT,
                           "AWS took the call that changes %s, and tells another value after %d s; see the events of "
                           "the resource for the reason, and run apply again",
                           other, VISIBLE_S));
}

static enum task_wants read_all(struct task *t)
{
    t->phase = PHASE_READ;
    while (t->type->impl->read[t->read_at].op &&
           !call_applies(t->arena, &t->target, &t->type->impl->read[t->read_at], VERB_READ, NULL))
        t->read_at++;
    const struct call *c = &t->type->impl->read[t->read_at];
    return c->op ? send_read(t, c) : read_back(t);
}

static enum task_wants further_read(struct task *t)
{
    const struct call *c = &t->type->impl->read[t->read_at];
    bool never_set = t->call.end == CALL_FAULT && fault_matches(c->done, t->call.fault.code, t->call.fault.message);
    if (t->call.end != CALL_OK && !never_set)
        return not_visible(t);
    const struct value *o = never_set ? NULL : answer_further(t->arena, t->type, c, t->call.out, t->target.have);
    const struct value *attrs = answer_attrs(t->arena, t->type, c, o);
    learn(t, attrs);
    for (size_t i = 0; i < value_len(attrs); i++)
        value_set(t->arena, t->read, value_key(attrs, i), value_item(attrs, i));
    t->read_at++;
    return read_all(t);
}

/* ---- gone -------------------------------------------------------------------------------------------------------- */

/* What a deletion that was cut off has left behind is gone, too. */
static enum task_wants make_in_its_place(struct task *t)
{
    t->verb = VERB_CREATE;
    t->calls = t->type->impl->create;
    t->is_gone = false;
    return make_it(t);
}

/* What AWS leaves behind goes before it is forgotten. */
static bool leaves_something(struct task *t)
{
    if (t->verb != VERB_DELETE || t->is_gone)
        return false;
    t->is_gone = true;
    t->at = 0;
    t->phase = PHASE_CALL;
    begin_waiting(t);
    return t->calls != NULL;
}

static enum task_wants gone(struct task *t)
{
    if (leaves_something(t))
        return next_call(t);
    if (t->step->kind == STEP_CREATE)
        return make_in_its_place(t);
    bool part = t->type->flags & (RT_PART | RT_VIRTUAL);
    store_note_remove(t->run->o->store, t->run->o->state, t->planned->address, !part);
    return TASK_DONE;
}

static enum task_wants looked_gone(struct task *t)
{
    const struct value *o = object_read(t, &t->type->impl->read[0]);
    const char *state = "deleting";
    if (t->call.end != CALL_OK && !is_missing(t))
        return fail(t, err_wrap(call_error(&t->call), "waiting until it is gone"));
    if (!o && turn_page(t))
        return send_read(t, &t->type->impl->read[0]);
    t->page = NULL;
    if (!o || object_gone(t->arena, t->type, o))
        return gone(t);
    if (!in_time(t, PATIENCE_SETTLING, limit(t)))
        return fail(t, err_new(ERR_CONFLICT, "still there after %u s", limit(t)));
    object_settled(t->arena, t->type, o, &state);
    return wait(t, every(t), EV_STEP_WAIT, state);
}

/* The verb has no call left. */
static enum task_wants finish(struct task *t)
{
    begin_waiting(t);
    if (t->is_gone)
        return gone(t);
    if (t->verb != VERB_DELETE) {
        t->phase = PHASE_READ;
        t->read_at = 0;
        return send_read(t, &t->type->impl->read[0]);
    }
    if (!t->type->impl->wait.until || !t->calls[0].op)
        return gone(t);
    t->phase = PHASE_GONE;
    return send_read(t, &t->type->impl->read[0]);
}

/* ---- the machine ------------------------------------------------------------------------------------------------- */

/* Settling between two calls of a deletion: what is missing by then is gone. */
static enum task_wants settled_or_gone(struct task *t)
{
    const struct call *c = &t->type->impl->read[0];
    bool unseen = t->call.end == CALL_OK && !object_read(t, c);
    if (unseen && turn_page(t))
        return send_read(t, c);
    if (t->verb == VERB_DELETE && (unseen || is_missing(t)))
        return gone(t);
    return first_read(t);
}

/* The client has tried to get other credentials by now. */
static bool refused_entry(const struct task *t)
{
    return t->call.end == CALL_REFUSED || (t->call.end == CALL_FAULT && fault_is_expired_credentials(&t->call.fault));
}

/* No fault of this step's: the whole run stops, and what it has begun is found by the next one. */
static enum task_wants locked_out(struct task *t)
{
    struct err *e = call_error(&t->call);
    if (!t->run->locked_out)
        t->run->locked_out = arena_strdup(t->run->arena, err_text(e));
    err_free(e);
    if (t->phase == PHASE_CALL)
        forget_intent(t);
    return interrupted(t);
}

enum task_wants task_answered(struct task *t)
{
    if (t->call.dark && t->call.end == CALL_UNREACHABLE)
        return TASK_DARK;
    if (refused_entry(t))
        return locked_out(t);
    if (undecided(t))
        return again(t);
    switch (t->phase) {
    case PHASE_FIND: return looked(t);
    case PHASE_REVEAL: return revealed(t);
    case PHASE_CALL: return called(t);
    case PHASE_SETTLE: return settled_or_gone(t);
    case PHASE_READ: return t->read_at ? further_read(t) : first_read(t);
    case PHASE_GONE: return looked_gone(t);
    }
    return TASK_FAILED;
}

enum task_wants task_due(struct task *t)
{
    if (stopping(t))
        return interrupted(t);
    switch (t->phase) {
    case PHASE_FIND: return look(t);
    case PHASE_REVEAL: return reveal(t, t->reveal);
    case PHASE_CALL: return next_call(t);
    case PHASE_READ: return send_read(t, &t->type->impl->read[t->read_at]);
    default: return send_read(t, &t->type->impl->read[0]);
    }
}

/* Nothing was decided in the dark, and no time has passed that counts. */
enum task_wants task_lit(struct task *t)
{
    begin_waiting(t);
    return task_due(t);
}

static const struct call no_calls[] = {{0}};

static bool was_cut_off(const struct task *t, const char *verb)
{
    const struct intent *in = state_intent_of(t->run->o->state, t->planned->address);
    return in && str_eq(in->verb, verb);
}

static bool deletion_begun(const struct task *t)
{
    const struct entry *e = state_find(t->run->o->state, t->planned->address);
    return was_cut_off(t, "delete") || (e && e->status == ENTRY_DELETING);
}

static bool may_leave_something(const struct task *t)
{
    const struct call *c = t->type->impl->remove;
    while (c && c->op && !c->leftover)
        c++;
    return c && c->op;
}

static const struct call *removal_of(const struct task *t)
{
    return t->type->impl->remove ? t->type->impl->remove : no_calls;
}

/* It is not there, or is so no more: what is left of it goes. */
static enum task_wants clear_away(struct task *t)
{
    const struct entry *e = state_find(t->run->o->state, t->planned->address);
    t->verb = VERB_DELETE;
    t->calls = removal_of(t);
    t->target.have = e ? value_overlay(t->arena, e->inputs, e->outputs) : NULL;
    return gone(t);
}

/* What the plan found of a creation that was begun is carried on with; what it did not find may still turn up. */
static enum task_wants begin_create(struct task *t)
{
    const struct state *s = t->run->o->state;
    const struct entry *e = state_find(s, t->planned->address);
    const struct intent *in = state_intent_of(s, t->planned->address);
    bool begun = (in && strcmp(in->verb, "create") == 0) || (e && e->status == ENTRY_CREATING);
    if (!begun && deletion_begun(t) && may_leave_something(t))
        return clear_away(t);
    t->verb = VERB_CREATE;
    t->calls = t->type->impl->create;
    if (!begun || t->type->flags & RT_UNSEEN)
        return make_it(t);
    if (e && (e->id || t->planned->live))
        t->target.have = e->outputs;
    return t->planned->live ? carry_on(t, t->planned->live) : look(t);
}

/* What was unknown when the plan was made may turn out to be as it is already. */
static const char *still_changed(struct task *t)
{
    struct sbuf words = {.arena = t->arena};
    const char *at = t->step->attrs, *word;
    size_t n;
    while ((n = next_word(&at, &word))) {
        const char *name = arena_strndup(t->arena, word, n);
        const struct attr *attr = rtype_attr(t->type, name);
        const struct value *want = value_get(t->target.want, name), *have = value_get(t->target.have, name);
        bool was_unknown = value_has_unknown(value_get(t->planned->wanted, name));
        if (!was_unknown || !attr || attr->flags & (A_SECRET | A_MINE) || !attr_equal(t->arena, attr, want, have))
            sbuf_printf(&words, "%s%s", words.len ? " " : "", name);
    }
    return sbuf_str(&words);
}

/* What an earlier run began is waited for, and not done again where it came about. */
static enum task_wants begin_update(struct task *t)
{
    t->verb = VERB_UPDATE;
    t->calls = t->type->impl->update ? t->type->impl->update : no_calls;
    t->changed = still_changed(t);
    t->reread = was_cut_off(t, "update") && can_settle(t);
    return t->reread ? settle(t) : next_call(t);
}

/* By what is left of it nobody finds out what AWS leaves behind: that is recorded while it is whole, and stands in for
 * what AWS tells no more. */
static void remember_what_is_left(struct task *t)
{
    const struct entry *e = state_find(t->run->o->state, t->planned->address);
    if (!e || !t->planned->live || !may_leave_something(t))
        return;
    if (deletion_begun(t))
        t->target.have = value_overlay(t->arena, e->outputs, t->planned->live);
    note_entry(t, e->status);
}

/* What was begun and never seen may be there all the same; what AWS is deleting is not deleted once more. */
static enum task_wants begin_delete(struct task *t)
{
    const struct intent *in = state_intent_of(t->run->o->state, t->planned->address);
    bool begun = deletion_begun(t);
    t->verb = VERB_DELETE;
    t->calls = removal_of(t);
    remember_what_is_left(t);
    if (begun && t->planned->live && can_settle(t))
        return settle(t);
    if (t->planned->live || !in || strcmp(in->verb, "create") != 0 || t->type->flags & RT_UNSEEN)
        return next_call(t);
    t->target.applied = in->inputs;
    return look(t);
}

/* A deletion that was cut off may have left behind what AWS leaves behind. */
static enum task_wants begin_forget(struct task *t)
{
    return deletion_begun(t) ? clear_away(t) : gone(t);
}

/* What the creating call does not carry, and was never set where it was cut off. */
static bool set_afterwards(const struct rtype *rt, const char *name)
{
    for (const struct call *c = &rt->impl->create[1]; c->op; c++)
        if (has_word(c->when, name))
            return true;
    return false;
}

/* Of what was found, all that AWS does not tell otherwise: what differs was never applied to it, by all we know.
 * Silence about what has a default means the default, and about what is set after the creation, that it was not. */
static const struct value *as_found(const struct task *t)
{
    const struct change *changes;
    struct value *same = value_edit(t->arena, t->target.want);
    size_t n = plan_diff(t->arena, t->type, t->target.want, t->planned->live, NULL, &changes);
    for (size_t i = 0; i < n; i++) {
        const char *name = arena_strndup(t->arena, changes[i].path, strcspn(changes[i].path, ".["));
        if (value_get(t->planned->live, name) || rtype_attr(t->type, name)->dflt || set_afterwards(t->type, name))
            same = value_without(t->arena, same, name);
    }
    return same;
}

/* What was found may still be on its way into the world: whoever made it did not wait for it. */
static enum task_wants begin_record(struct task *t)
{
    bool waits = can_settle(t);
    t->verb = VERB_UPDATE;
    t->calls = no_calls;
    t->target.want = as_found(t);
    t->target.have = t->planned->live;
    note_entry(t, waits ? ENTRY_CREATING : ENTRY_READY);
    return waits ? settle(t) : TASK_DONE;
}

enum task_wants task_begin(struct task *t)
{
    switch (t->step->kind) {
    case STEP_CREATE: return begin_create(t);
    case STEP_UPDATE: return begin_update(t);
    case STEP_DELETE: return begin_delete(t);
    case STEP_RECORD: return begin_record(t);
    case STEP_FORGET: return begin_forget(t);
    }
    return TASK_FAILED;
}
