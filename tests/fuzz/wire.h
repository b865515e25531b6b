#ifndef TESTS_FUZZ_WIRE_H
#define TESTS_FUZZ_WIRE_H

/* An input of the wire's targets: "service operation" on the first line, the message below. */

#include "aws/api/services.h"
#include "aws/wire/codec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void must(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

/* A first line that names nothing still leads somewhere, so that no mutation of it is lost. */
static inline const struct op *some_op(const char *line, size_t n)
{
    size_t services = 0, ops = 0, sum = 0;
    for (size_t i = 0; i < n; i++)
        sum = sum * 31 + (unsigned char)line[i];
    while (aws_services[services])
        services++;
    const struct service *svc = aws_services[sum % services];
    while (svc->ops[ops])
        ops++;
    return svc->ops[sum % ops];
}

static inline const struct op *op_named(struct arena *a, const char *line, size_t n)
{
    const char *words = arena_strndup(a, line, n), *word;
    size_t length = next_word(&words, &word);
    const struct service *svc = aws_service(arena_strndup(a, word, length));
    length = next_word(&words, &word);
    const struct op *op = svc ? service_op(svc, arena_strndup(a, word, length)) : NULL;
    return op ? op : some_op(line, n);
}

struct message {
    const struct op *op;
    const char *head; /* the first line */
    const char *body; /* NUL behind it */
    size_t n;
};

static inline struct message message_of(struct arena *a, const uint8_t *data, size_t size)
{
    const char *bytes = arena_strndup(a, "", 0);
    char *copy = arena_alloc(a, size + 1);
    if (size)
        bytes = memcpy(copy, data, size);
    const char *line = memchr(bytes, '\n', size);
    size_t head = line ? (size_t)(line - bytes) : 0, skip = line ? head + 1 : 0;
    return (struct message){op_named(a, bytes, head), arena_strndup(a, bytes, head), bytes + skip, size - skip};
}

/* What the sandbox takes, the client could have sent; sent again, it is the same. */
static inline void request_there_and_back(struct arena *a, const struct op *op, const struct value *in)
{
    const struct codec *codec = codec_for(op->service->protocol);
    struct http_req req = {0};
    struct fault fault = {0};
    const struct op *again = NULL;
    const struct value *back = NULL;
    must(!codec->put_request(a, op, in, &req), "the client refuses what the sandbox took");
    codec->get_request(a, op->service, &req, &again, &back, &fault);
    must(!fault.code && again == op, "the sandbox refuses what it took before");
    must(value_equal(in, back), "a request changes on the way");
}

static inline void take_request(struct arena *a, const struct op *op, const struct http_req *req)
{
    const struct codec *codec = codec_for(op->service->protocol);
    const struct op *found = NULL;
    const struct value *in = NULL;
    struct fault fault = {0};
    struct http_res res = {0};
    codec->get_request(a, op->service, req, &found, &in, &fault);
    must(in && (fault.code || found), "neither an operation nor a refusal");
    if (!fault.code) {
        request_there_and_back(a, found, in);
        return;
    }
    must(fault.status >= 400 && fault.message, "a refusal without status or message");
    codec->put_response(a, found, NULL, &fault, &res);
    struct fault heard = {0};
    must(!codec_get_response(a, op, &res, &in, &heard), "a refusal that cannot be read");
    must(str_eq(heard.code, fault.code) && str_eq(heard.message, fault.message), "a refusal changes on the way");
}

#endif
