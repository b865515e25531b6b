#ifndef TESTS_UNIT_STATE_STORY_H
#define TESTS_UNIT_STATE_STORY_H

/* A run as a store sees it, wherever the state lies: notes of every kind, and what is known after each of them. */

#include "provisioner/model/json.h"
#include "state/store.h"
#include "tests/support/errors.h"

enum { STORY = 12 }; /* so many notes */

static inline const struct value *json_of(struct arena *a, const char *text)
{
    const struct value *v = NULL;
    fine(json_parse(a, text, strlen(text), JSON_PLAIN, &v));
    return v;
}

static inline struct entry an_entry(struct arena *a, const char *address, unsigned generation)
{
    static const char *no_names[] = {"tokyo/network/vpc", NULL};
    return (struct entry){.address = address,
                          .type = "AWS::EC2::Subnet",
                          .alias = "tokyo",
                          .region = "ap-northeast-1",
                          .id = arena_printf(a, "subnet-%s-%u", address, generation),
                          .inputs =
                              json_of(a, "{\"CidrBlock\":\"10.0.0.0/24\",\"Azs\":[1,2.50,true,null,\"\\u00e9\\n\"]}"),
                          .outputs = json_of(a, "{\"State\":\"available\",\"Arn\":\"arn:x\"}"),
                          .after = no_names,
                          .generation = generation,
                          .created = 1700000000,
                          .updated = 1700000100,
                          .create_s = 7};
}

static inline struct intent an_intent(struct arena *a, const char *address, const char *verb, unsigned generation)
{
    static const char *names[] = {"tokyo/network/vpc", "tokyo/network/igw", NULL};
    return (struct intent){.address = address,
                           .type = "AWS::EC2::Subnet",
                           .alias = "tokyo",
                           .region = "ap-northeast-1",
                           .verb = verb,
                           .op = "CreateSubnet",
                           .inputs = json_of(a, "{\"CidrBlock\":\"10.0.0.0/24\"}"),
                           .after = names,
                           .generation = generation};
}

static inline void story_intent(struct store *st, struct state *s, const char *address, const char *verb,
                                unsigned generation)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct intent in = an_intent(a, address, verb, generation);
    store_note_intent(st, s, &in);
}

static inline void story_entry(struct store *st, struct state *s, const char *address, unsigned generation)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    struct entry e = an_entry(a, address, generation);
    store_note_entry(st, s, &e);
}

static inline void story_note(struct store *st, struct state *s, size_t i)
{
    switch (i) {
    case 0: story_intent(st, s, "tokyo/a/x", "create", 1); break;
    case 1: story_entry(st, s, "tokyo/a/x", 1); break;
    case 2: story_intent(st, s, "tokyo/a/y", "create", 1); break;
    case 3:
        state_set_account(s, "123456789012", "l-1");
        story_entry(st, s, "tokyo/a/z", 1);
        break;
    case 4: store_note_drop_intent(st, s, "tokyo/a/y"); break;
    case 5: story_intent(st, s, "tokyo/a/x", "delete", 1); break;
    case 6: store_note_remove(st, s, "tokyo/a/x", true); break;
    case 7: story_entry(st, s, "tokyo/a/x", 2); break;
    case 8: story_intent(st, s, "tokyo/a/z", "update", 1); break;
    case 9: story_entry(st, s, "tokyo/a/w", 1); break;
    case 10: store_note_remove(st, s, "tokyo/a/z", false); break;
    default: story_entry(st, s, "tokyo/a/v", 1); break;
    }
}

/* All that a state holds but the serial, and the account, which has a line of its own. */
static inline const char *story_facts(struct arena *a, const struct state *s)
{
    const struct value *v = value_without(a, state_to_value(s, a), "serial");
    return value_canonical(a, value_without(a, value_without(a, v, "account"), "lineage"));
}

/* `after` gets what the state holds after so many notes. `nowhere`: a store that is not locked, of which nothing is
 * written therefore; it is closed. */
static inline void story_tell(struct arena *a, struct store *nowhere, const char *after[STORY + 1])
{
    struct state *s = state_new("demo", "test");
    for (size_t i = 0; i <= STORY; i++) {
        after[i] = story_facts(a, s);
        if (i < STORY)
            story_note(nowhere, s, i);
    }
    state_free(s);
    store_close(nowhere);
}

#endif
