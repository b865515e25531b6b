#ifndef AWS_WIRE_SHAPE_H
#define AWS_WIRE_SHAPE_H

/*
 * How AWS's messages look, as data. A shape is a list of fields; an operation is two shapes and a few facts; a service
 * is a protocol and its operations. The client writes requests and reads answers with these tables, the sandbox reads
 * requests and writes answers with the same ones; tests/conform holds every table against the published models, so
 * that the two ends cannot agree on something AWS would not understand.
 *
 * Only the members in use are listed. Names are AWS's own, to the letter: a search for one finds every place it
 * matters.
 */

#include "provisioner/model/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* K_TIME travels as the protocol says and is a V_STR "2026-01-31T12:00:00Z" inside. K_BLOB is base64 text inside. */
enum kind { K_END, K_STR, K_INT, K_DEC, K_BOOL, K_TIME, K_BLOB, K_STRUCT, K_LIST, K_MAP };

enum {
    F_REQUIRED = 1 << 0,
    F_SECRET = 1 << 1, /* in no log, no error, no transcript */
    F_FLAT = 1 << 2,   /* query: a list or map without its wrapping element */
    F_TOKEN = 1 << 3,  /* idempotency token */
    /* REST: where the member travels; the body otherwise. `at` is then the name there */
    F_PATH = 1 << 4,
    F_QUERY = 1 << 5,
    F_HEADER = 1 << 6,  /* K_MAP: one header an entry; `at` is what their names begin with */
    F_PAYLOAD = 1 << 7, /* the whole body, a structure, a text or bytes; XML: `at` names the root */
    F_OUTSIDE = F_PATH | F_QUERY | F_HEADER | F_PAYLOAD,
};

struct shape;

struct field {
    const char *name; /* the member */
    const char *at;   /* its name on the wire where the protocol's rule does not give it; ec2: with a capital in
                         requests, as it stands in answers */
    const char *item; /* K_LIST: the name of an element, likewise. K_MAP: those of key and value, "Name Value"; XML
                         and forms only */
    const struct shape *sub; /* K_STRUCT, and K_LIST or K_MAP of structs */
    const char *values;      /* K_STR, or a list of them: the words AWS takes; the sandbox refuses others. NULL: any */
    uint8_t kind;
    uint8_t of; /* K_LIST, K_MAP: kind of the elements; K_LIST in a map: lists of strings */
    uint16_t flags;
};

struct shape {
    const char *name;           /* the model's name for it */
    const struct field *fields; /* ends with K_END */
};

enum {
    OP_READ = 1 << 0,       /* changes nothing: may be repeated whatever happened */
    OP_IDEMPOTENT = 1 << 1, /* repeating it with the same input does no harm: deletes, puts, calls with a token */
    OP_UNSIGNED = 1 << 2,   /* AssumeRoleWithWebIdentity */
    OP_CHECKSUM = 1 << 3,   /* S3: refused without a checksum of its body */
    OP_REVEALS = 1 << 4,    /* OP_READ whose answer is a secret: AWS's managed policies for readers leave it out */
};

/* How a list call goes on: request member, answer member, and the answer members, parted by spaces, that hold the
 * items. */
enum { PAGED_LISTS = 2 }; /* of one answer, at most */
struct pages {
    const char *in_token, *out_token, *items;
    const char *limit; /* request member that bounds a page; NULL: none */
    int size;          /* what to ask for */
};

struct op {
    const char *name;
    const struct service *service;
    const struct shape *in, *out; /* in: never NULL; out NULL: nothing in it that is read */
    uint16_t flags;
    const char *errors;        /* the codes that are acted upon, as words */
    const struct pages *pages; /* NULL: one answer is all */
    /* REST only: "POST", "/clusters/{name}", "/{Bucket}/{Key+}?versioning": a + takes slashes, what stands behind the ?
     * is part of the name */
    const char *method, *path;
};

/* P_PROGRAM: no service at all, but a program of the user's, run by the client as the others are sent. */
enum protocol { P_QUERY, P_EC2, P_JSON, P_REST_JSON, P_REST_XML, P_PROGRAM };

struct service {
    const char *id;         /* the name it signs by: "rds", "tagging" */
    const char *endpoint;   /* endpoint prefix where it differs from id; NULL: id */
    const char *service_id; /* "Secrets Manager": names AWS_ENDPOINT_URL_SECRETS_MANAGER */
    enum protocol protocol;
    const char *version; /* API version */
    const char *target;  /* json: the X-Amz-Target prefix */
    const char *json;    /* json: "1.0" or "1.1" */
    const char *xmlns;
    bool lower;    /* rest-json: members travel with a small first letter where `at` does not say otherwise (MSK) */
    bool iso_time; /* rest-json: times in bodies are texts, not seconds since 1970 (MSK) */
    bool bare_id;  /* rest: ids travel in paths without what stands before their last slash: "/hostedzone/Z1" */
    bool global;   /* one endpoint a partition (IAM, Route 53): signs in the partition's own region */
    const struct op *const *ops; /* ends with NULL */
};

/* ---- how tables are written -------------------------------------------------------------------------------------- */

/* clang-format off */
#define SHAPE(ident, ...)                                               \
    static const struct shape ident = {                                 \
        .name = #ident,                                                 \
        .fields = (const struct field[]){__VA_ARGS__, {.kind = K_END}}, \
    }

/* An operation without input. */
#define SHAPE_EMPTY(ident) static const struct shape ident = {.name = #ident, .fields = (const struct field[]){{.kind = K_END}}}

#define STR(n)                     {.name = #n, .kind = K_STR}
#define STR_AT(n, wire)            {.name = #n, .kind = K_STR, .at = wire}
#define STR_OF(n, words)           {.name = #n, .kind = K_STR, .values = words}
#define STR_SECRET(n)              {.name = #n, .kind = K_STR, .flags = F_SECRET}
#define STR_REQUIRED(n)            {.name = #n, .kind = K_STR, .flags = F_REQUIRED}
#define STR_REQUIRED_OF(n, words)  {.name = #n, .kind = K_STR, .flags = F_REQUIRED, .values = words}
#define STR_REQUIRED_SECRET(n)     {.name = #n, .kind = K_STR, .flags = F_REQUIRED | F_SECRET}
#define TOKEN(n)                   {.name = #n, .kind = K_STR, .flags = F_TOKEN}
#define INT(n)                     {.name = #n, .kind = K_INT}
#define INT_REQUIRED(n)            {.name = #n, .kind = K_INT, .flags = F_REQUIRED}
#define DEC(n)                     {.name = #n, .kind = K_DEC}
#define DEC_REQUIRED(n)            {.name = #n, .kind = K_DEC, .flags = F_REQUIRED}
#define BOOL(n)                    {.name = #n, .kind = K_BOOL}
#define BOOL_REQUIRED(n)           {.name = #n, .kind = K_BOOL, .flags = F_REQUIRED}
#define TIME(n)                    {.name = #n, .kind = K_TIME}
#define BLOB(n)                    {.name = #n, .kind = K_BLOB}
#define BLOB_REQUIRED(n)           {.name = #n, .kind = K_BLOB, .flags = F_REQUIRED}
#define BLOB_SECRET(n)             {.name = #n, .kind = K_BLOB, .flags = F_SECRET}
#define STRUCT(n, s)               {.name = #n, .kind = K_STRUCT, .sub = &(s)}
#define STRUCT_REQUIRED(n, s)      {.name = #n, .kind = K_STRUCT, .sub = &(s), .flags = F_REQUIRED}
/* `el` names an element, `wire` the list; NULL where the protocol's rule gives the name. */
#define LIST(n, s, el)             {.name = #n, .kind = K_LIST, .of = K_STRUCT, .sub = &(s), .item = el}
#define LIST_REQUIRED(n, s, el)    {.name = #n, .kind = K_LIST, .of = K_STRUCT, .sub = &(s), .item = el, .flags = F_REQUIRED}
#define LIST_AT(n, s, wire)        {.name = #n, .kind = K_LIST, .of = K_STRUCT, .sub = &(s), .at = wire}
#define LIST_AT_REQUIRED(n, s, wire) {.name = #n, .kind = K_LIST, .of = K_STRUCT, .sub = &(s), .at = wire, .flags = F_REQUIRED}
#define STRS(n, el)                {.name = #n, .kind = K_LIST, .of = K_STR, .item = el}
#define STRS_REQUIRED(n, el)       {.name = #n, .kind = K_LIST, .of = K_STR, .item = el, .flags = F_REQUIRED}
#define STRS_SECRET(n, el)         {.name = #n, .kind = K_LIST, .of = K_STR, .item = el, .flags = F_SECRET}
#define STRS_AT(n, wire)           {.name = #n, .kind = K_LIST, .of = K_STR, .at = wire}
#define STRS_AT_REQUIRED(n, wire)  {.name = #n, .kind = K_LIST, .of = K_STR, .at = wire, .flags = F_REQUIRED}
#define STR_MAP(n)                 {.name = #n, .kind = K_MAP, .of = K_STR}
#define STRS_MAP(n)                {.name = #n, .kind = K_MAP, .of = K_LIST}
#define MAP(n, s)                  {.name = #n, .kind = K_MAP, .of = K_STRUCT, .sub = &(s)}
#define STR_MAP_REQUIRED(n)        {.name = #n, .kind = K_MAP, .of = K_STR, .flags = F_REQUIRED}

/* REST: members that travel elsewhere than in the body; `wire` is their name there. A payload is the whole body. */
#define PATH_STR(n, wire)          {.name = #n, .at = wire, .kind = K_STR, .flags = F_REQUIRED | F_PATH}
#define PATH_INT(n, wire)          {.name = #n, .at = wire, .kind = K_INT, .flags = F_REQUIRED | F_PATH}
#define QUERY_STR(n, wire)         {.name = #n, .at = wire, .kind = K_STR, .flags = F_QUERY}
#define QUERY_STR_REQUIRED(n, wire) {.name = #n, .at = wire, .kind = K_STR, .flags = F_QUERY | F_REQUIRED}
#define QUERY_INT(n, wire)         {.name = #n, .at = wire, .kind = K_INT, .flags = F_QUERY}
#define QUERY_BOOL(n, wire)        {.name = #n, .at = wire, .kind = K_BOOL, .flags = F_QUERY}
#define QUERY_STRS(n, wire)        {.name = #n, .at = wire, .kind = K_LIST, .of = K_STR, .flags = F_QUERY}
#define QUERY_STRS_REQUIRED(n, wire) {.name = #n, .at = wire, .kind = K_LIST, .of = K_STR, .flags = F_QUERY | F_REQUIRED}
#define HEADER_STR(n, wire)        {.name = #n, .at = wire, .kind = K_STR, .flags = F_HEADER}
#define PAYLOAD(n, s)              {.name = #n, .kind = K_STRUCT, .sub = &(s), .flags = F_PAYLOAD}
#define PAYLOAD_STR(n)             {.name = #n, .kind = K_STR, .flags = F_PAYLOAD}

#define PAGES(in, out, list) &(const struct pages){in, out, list, NULL, 0}
#define PAGES_OF(in, out, list, max, n) &(const struct pages){in, out, list, max, n}

/* const struct op rds_CreateDBCluster of svc_rds; `output` is &shape or NULL. */
#define OP(svc, op_name, input, output, bits, codes) OP_PAGED(svc, op_name, input, output, bits, codes, NULL)
#define OP_PAGED(svc, op_name, input, output, bits, codes, how)                                                \
    const struct op svc##_##op_name = {.name = #op_name, .service = &svc_##svc, .in = &(input), .out = output, \
                                       .flags = bits, .errors = codes, .pages = how}

/* eks_DescribeCluster: REST(eks, DescribeCluster, "GET", "/clusters/{name}", ...). */
#define REST(svc, op_name, verb, uri, input, output, bits, codes) \
    REST_PAGED(svc, op_name, verb, uri, input, output, bits, codes, NULL)
#define REST_PAGED(svc, op_name, verb, uri, input, output, bits, codes, how)                                   \
    const struct op svc##_##op_name = {.name = #op_name, .service = &svc_##svc, .in = &(input), .out = output, \
                                       .flags = bits, .errors = codes, .pages = how, .method = verb, .path = uri}
/* clang-format on */

/* Goes through every member that is filled in, at any depth, and is true as soon as `visit` says so. */
typedef bool member_visit(void *ctx, const struct field *f, const struct value *v);
bool shape_any_member(const struct shape *s, const struct value *in, member_visit *visit, void *ctx);

const struct field *shape_field(const struct shape *s, const char *path); /* "A.B", "A[].B": descends, a map
                                                                            of texts too; NULL */
const struct op *service_op(const struct service *svc, const char *name); /* NULL */
/* Changes nothing, tells no secret, runs no program: what a plan may send. */
bool op_only_looks(const struct op *op);

#endif
