#ifndef AWS_WIRE_HTTP_H
#define AWS_WIRE_HTTP_H

#include "provisioner/base/base.h"

/* HTTP messages as both ends see them: no sockets here. Header names are compared without regard to case. */

/* The longest body either way: an object in S3, as we put and get them. AWS takes 5 GB in one piece. */
enum { OBJECT_LONGEST = 256 * 1024 * 1024 };

struct http_header {
    const char *name, *value;
};

struct http_headers {
    struct http_header *items;
    size_t n, cap;
};

struct http_req {
    const char *method; /* "POST" */
    const char *scheme; /* "https" */
    const char *host;   /* with :port where it is not the scheme's own */
    const char *path;   /* as on the wire: percent-encoded, begins with '/' */
    const char *query;  /* as on the wire, without '?'; "" for none */
    struct http_headers headers;
    const char *body; /* NULL: none */
    size_t body_len;
};

struct http_res {
    int status;
    struct http_headers headers;
    const char *body; /* never NULL once answered; NUL behind the last byte */
    size_t body_len;
};

void http_header_add(struct arena *a, struct http_headers *h, const char *name, const char *value);
void http_header_set(struct arena *a, struct http_headers *h, const char *name, const char *value); /* replaces */
const char *http_header(const struct http_headers *h, const char *name);                            /* NULL */

/* "Sun, 06 Nov 1994 08:49:37 GMT", the one form that RFC 9110 lets servers write: seconds since 1970; false for
 * anything else, NULL too. */
bool http_date_parse(const char *text, int64_t *ret);
const char *http_date_text(struct arena *a, int64_t seconds); /* "" outside the years that can be told */

/* RFC 3986: unreserved characters stay, all others become %XX; `keep_slash` leaves '/' alone. */
void uri_escape(struct sbuf *out, const char *s, size_t n, bool keep_slash);
/* %XX and, with `plus`, '+' back into bytes. */
const char *uri_unescape(struct arena *a, const char *s, size_t n, bool plus);

/* "https://host:8443/base" into its parts, copied; ERR_INPUT for anything else than http(s) with a host. */
struct err *url_parse(struct arena *a, const char *url, struct http_req *ret) NODISCARD;

#endif
