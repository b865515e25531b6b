#ifndef AWS_WIRE_CODING_H
#define AWS_WIRE_CODING_H

#include "aws/wire/codec.h"

/*
 * What the codecs have in common: scalars as text, the check of what the client is about to send, and how a refusal is
 * worded. For aws/wire only.
 */

extern const struct codec codec_query, codec_ec2, codec_json, codec_rest_json, codec_rest_xml;

/* Bounds on what the sandbox takes; AWS's own are of the same order. A body that is an object in S3 may be longer:
 * http.h. */
enum { REQUEST_LONGEST = 8 * 1024 * 1024, REQUEST_PARAMETERS = 4096, REQUEST_DEEPEST = 32 };

/* ---- where in a message ------------------------------------------------------------------------------------------ */

/* A chain on the stack, so that a path is only spelled out once there is something to complain about. */
struct spot {
    const struct spot *up;
    const char *name; /* NULL: element `index` of the list above */
    size_t index;
};

const char *spot_text(struct arena *a, const struct spot *at); /* "Tags[0].Key" */

/* ---- what the client sends --------------------------------------------------------------------------------------- */

/* ERR_BUG: a member the operation does not know, a required one missing or null, a value of the wrong kind or not yet
 * known. Values are never quoted: one of them may be a password. `in` NULL stands for no members. */
struct err *input_check(struct arena *a, const struct op *op, const struct value *in) NODISCARD;

bool is_absent(const struct value *v); /* NULL and null are the same to AWS */

/* ---- reading a message ------------------------------------------------------------------------------------------- */

enum complaint { WRONG_TYPE, UNKNOWN_MEMBER, MISSING_MEMBER, BAD_WORD };

/* Who reads: the sandbox complains about everything, the client about wrong types only. The first complaint stays. */
struct reader {
    struct arena *arena;
    const struct service *service;
    bool strict;
    bool failed;
    enum complaint complaint;
    const char *where;
    const struct field *field; /* NULL: an unknown one */
};

/* Always NULL. */
const struct value *complain(struct reader *r, enum complaint what, const struct spot *at, const struct field *f);
/* Of a member of that name that travels as text, and is one value. */
const struct value *read_text(struct reader *r, const struct spot *at, const struct field *f, enum kind kind,
                              const char *text);
/* ERR_WIRE where the reader of an answer has failed. */
struct err *reader_error(const struct reader *r, const struct op *op) NODISCARD;

/* ---- scalars ----------------------------------------------------------------------------------------------------- */

const char *scalar_text(struct arena *a, const struct value *v);
/* false: the text is none of that kind. Times come out as "2026-01-31T12:00:00Z", without fractions. */
bool scalar_parse(struct arena *a, enum kind kind, const char *text, const struct value **ret);

/* Seconds since 1970. The text is ISO 8601 with a zone; false for anything else and outside the years 1 to 9999. */
bool time_parse(const char *text, int64_t *ret);
const char *time_text(struct arena *a, int64_t seconds); /* NULL outside those years */

bool utf8_valid(const char *s, size_t n);
bool base64_valid(const char *s);
/* The first `most` bytes at most, without half a character at the end. */
const char *text_cut(struct arena *a, const char *s, size_t most);
/* A word of `values`; any text where values is NULL. */
bool is_word_of(const char *values, const char *text);

/* ---- refusals ---------------------------------------------------------------------------------------------------- */

void fault_say(struct arena *a, struct fault *f, int status, const char *code, const char *fmt, ...) PRINTF(5, 6);

/* The codes of a service for what cannot be read and for what is read and not allowed. */
struct refusals {
    const char *malformed, *invalid;
};
void fault_of_complaint(const struct reader *r, const struct refusals *codes, struct fault *ret);

/* What a failed answer without a readable body amounts to: its status. */
void fault_of_status(struct arena *a, struct fault *f, const struct http_res *res);
/* From the headers, or NULL. */
const char *answer_request_id(struct arena *a, const struct http_headers *h);

#endif
