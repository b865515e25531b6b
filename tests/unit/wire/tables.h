#ifndef TESTS_UNIT_WIRE_TABLES_H
#define TESTS_UNIT_WIRE_TABLES_H

/* A service a protocol, small enough to be read beside the tests, with a field of every kind. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "aws/wire/codec.h"
#include "provisioner/model/json.h"

#include <string.h>

extern const struct service svc_query, svc_rds, svc_ec2, svc_json;

/* clang-format off */
SHAPE(Tag,
    STR_REQUIRED(Key),
    STR(Value));

SHAPE(Thing,
    STR_REQUIRED(Name),
    STR_OF(Color, "red green blue"),
    STR_SECRET(Password),
    INT(Count),
    DEC(Share),
    BOOL(Public),
    TIME(Since),
    {.name = "Bytes", .kind = K_BLOB},
    LIST(Tags, Tag, "Tag"),
    STRS(Ids, NULL),
    {.name = "Colors", .kind = K_LIST, .of = K_STR, .values = "red green blue"},
    STRUCT(First, Tag),
    STR_MAP(Labels));

SHAPE(Result,
    STRUCT(Thing, Thing),
    STR(NextToken));

SHAPE(Rule,
    INT(FromPort),
    LIST_AT(UserIdGroupPairs, Tag, "groups"));

SHAPE(Rules,
    STRS_AT(GroupIds, "GroupId"),
    STR_REQUIRED(VpcId),
    LIST_AT(Permissions, Rule, "ipPermissions"));

SHAPE(RulesResult,
    LIST_AT(Permissions, Rule, "ipPermissions"),
    STRS_AT(GroupIds, "groupIdSet"),
    STR(VpcId));

SHAPE(Flat,
    {.name = "Parts", .kind = K_LIST, .of = K_STR, .item = "Part", .flags = F_FLAT},
    {.name = "Marks", .kind = K_MAP, .of = K_STR, .flags = F_FLAT},
    {.name = "Stages", .kind = K_MAP, .of = K_LIST},
    {.name = "Attributes", .at = "Attribute", .kind = K_MAP, .of = K_STR, .item = "Name Value", .flags = F_FLAT});

OP(query, MakeThing, Thing, &Result, 0, NULL);
OP(query, FlatThing, Flat, &Flat, 0, NULL);
OP(query, DropThing, Tag, NULL, OP_IDEMPOTENT, NULL);
OP(rds, MakeThing, Thing, &Result, 0, NULL);
OP(ec2, SetRules, Rules, &RulesResult, 0, NULL);
OP(ec2, DropRules, Rules, NULL, 0, NULL);
OP(json, MakeThing, Thing, &Result, 0, NULL);
OP(json, StageThing, Flat, &Flat, 0, NULL);

const struct service svc_query = {.id = "iam", .service_id = "IAM", .protocol = P_QUERY, .version = "2010-05-08", .xmlns = "https://iam.amazonaws.com/doc/2010-05-08/",
    .ops = (const struct op *const[]){&query_MakeThing, &query_FlatThing, &query_DropThing, NULL}};
const struct service svc_rds = {.id = "rds", .service_id = "RDS", .protocol = P_QUERY, .version = "2014-10-31", .xmlns = "http://rds.amazonaws.com/doc/2014-10-31/",
    .ops = (const struct op *const[]){&rds_MakeThing, NULL}};
const struct service svc_ec2 = {.id = "ec2", .service_id = "EC2", .protocol = P_EC2, .version = "2016-11-15", .xmlns = "http://ec2.amazonaws.com/doc/2016-11-15/",
    .ops = (const struct op *const[]){&ec2_SetRules, &ec2_DropRules, NULL}};
const struct service svc_json = {.id = "kms", .service_id = "KMS", .protocol = P_JSON, .version = "2014-11-01", .target = "TrentService", .json = "1.1",
    .ops = (const struct op *const[]){&json_MakeThing, &json_StageThing, NULL}};
/* clang-format on */

static inline int arena_setup(void **state)
{
    *state = arena_new();
    return 0;
}

static inline int arena_teardown(void **state)
{
    arena_free(*state);
    return 0;
}

/* Single quotes stand for double ones, so that a document can be read in C. */
static inline const struct value *doc(struct arena *a, const char *json)
{
    const struct value *v = NULL;
    char *text = arena_strdup(a, json);
    for (char *c = text; *c; c++)
        if (*c == '\'')
            *c = '"';
    struct err *e = json_parse(a, text, strlen(text), JSON_PLAIN, &v);
    assert_null(e);
    return v;
}

static inline void assert_same(struct arena *a, const struct value *got, const char *json)
{
    assert_string_equal(value_canonical(a, got), value_canonical(a, doc(a, json)));
}

#endif
