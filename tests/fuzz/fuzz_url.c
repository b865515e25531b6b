#include "aws/api/services.h"
#include "aws/net/endpoint.h"
#include "aws/wire/http.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

/*
 * "service region" on the first line, a URL of somebody's below. What is taken leads libcurl to the very host that
 * requests are signed for; without a URL, the host is made of the region's name and nothing else.
 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *no_env(void *ctx, const char *name)
{
    (void)ctx, (void)name;
    return NULL;
}

static void must(bool promise)
{
    if (!promise)
        abort();
}

/* "[::0]" is what "[::]" is; curl writes the latter, and is told which of them the Host header has. */
static bool same_name(const char *x, size_t n_x, const char *y)
{
    struct in6_addr p, q;
    char a[INET6_ADDRSTRLEN] = "", b[INET6_ADDRSTRLEN] = "";
    if (*x != '[')
        return n_x == strlen(y) && !strncasecmp(x, y, n_x);
    memcpy(a, x + 1, n_x - 2 < sizeof a ? n_x - 2 : 0);
    memcpy(b, y + 1, strlen(y) - 2 < sizeof b ? strlen(y) - 2 : 0);
    return inet_pton(AF_INET6, a, &p) && inet_pton(AF_INET6, b, &q) && !memcmp(&p, &q, sizeof p);
}

static void same_host(const char *url, const char *host)
{
    CURLU *u = curl_url();
    char *name = NULL, *port = NULL;
    must(curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK);
    must(curl_url_get(u, CURLUPART_HOST, &name, 0) == CURLUE_OK);
    curl_url_get(u, CURLUPART_PORT, &port, 0);
    const char *colon = port ? strrchr(host, ':') : host + strlen(host);
    must(colon && same_name(host, (size_t)(colon - host), name));
    must(!port || strtol(colon + 1, NULL, 10) == strtol(port, NULL, 10));
    curl_free(name);
    curl_free(port);
    curl_url_cleanup(u);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_freep) struct arena *a = arena_new();
    const char *text = arena_strndup(a, (const char *)data, size), *word, *at = text;
    size_t line = strcspn(text, "\n"), n = next_word(&at, &word);
    const struct service *svc = n ? aws_service(arena_strndup(a, word, n)) : NULL;
    const char *region = *at == ' ' ? arena_strndup(a, at + 1, strcspn(at + 1, "\n")) : "us-east-1";
    const char *url = text + line + (text[line] == '\n');
    struct aws_config *config = NULL;
    struct endpoint found;
    struct http_req parts = {0};
    must(!aws_config_load(a, no_env, NULL, NULL, &config));
    CLEANUP(err_freep) struct err *e = endpoint_resolve(a, config, url, svc ? svc : aws_services[0], region, &found);
    if (e)
        return 0;
    must(region_name_valid(found.signing_region) && found.custom == (*url != '\0'));
    must(!url_parse(a, found.url, &parts));
    same_host(found.url, parts.host);
    return 0;
}
