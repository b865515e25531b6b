#ifndef AWS_WIRE_CODEC_H
#define AWS_WIRE_CODEC_H

#include "aws/wire/http.h"
#include "aws/wire/shape.h"
#include "provisioner/model/value.h"

/*
 * One codec a protocol, four directions each. The client uses the first and the last, the sandbox the middle two; a
 * test that joins all four proves that a table can carry a value there and back.
 *
 * Input and output are maps whose keys are AWS's member names. What the tables do not list is dropped on reading an
 * answer (AWS adds members all the time) and refused on reading a request (a typo must not pass the sandbox).
 */

/* What a service says when it says no. code NULL: it said yes. Texts live in the arena of the call. */
struct fault {
    int status;
    const char *code, *message;
    const char *request_id; /* also on success */
};

struct codec {
    /* Fills method, path, query, headers and body; host and signature are added by aws/net. ERR_BUG: a member the
     * operation does not know, a required one missing, a value of the wrong kind. */
    struct err *(*put_request)(struct arena *, const struct op *, const struct value *in, struct http_req *ret);

    /* The sandbox's side. *ret_fault says what AWS would say: UnknownOperation, MissingParameter, unknown member, wrong
     * kind, a word that is not in `values`; each with the code of that protocol. */
    void (*get_request)(struct arena *, const struct service *, const struct http_req *, const struct op **ret_op,
                        const struct value **ret_in, struct fault *ret_fault);
    /* fault.code NULL: success, `out` is written. */
    void (*put_response)(struct arena *, const struct op *, const struct value *out, const struct fault *,
                         struct http_res *ret);

    /* For codec_get_response, which has set both: of a yes, what it says; of a no, whatever more it says than its
     * status. */
    struct err *(*get_result)(struct arena *, const struct op *, const struct http_res *, const struct value **ret_out,
                              struct fault *ret_fault);
    void (*get_fault)(struct arena *, const struct op *, const struct http_res *, struct fault *ret_fault);
};

const struct codec *codec_for(enum protocol p);

/* By the codec of the operation's service. A no from the service comes back in *ret_fault, not as an error. ERR_WIRE:
 * bytes that make no sense. */
struct err *codec_get_response(struct arena *a, const struct op *op, const struct http_res *res,
                               const struct value **ret_out, struct fault *ret_fault) NODISCARD;

#endif
