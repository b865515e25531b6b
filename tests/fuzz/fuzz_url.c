#include "aws/api/services.h"
#include "aws/net/endpoint.h"
#include "aws/wire/http.h"

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

static void same_host(struct arena *a, const char *url, const char *host)
{
    CURLU *u = curl_url();
    char *name = NULL, *port = NULL;
    must(curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK);
    must(curl_url_get(u, CURLUPART_HOST, &name, 0) == CURLUE_OK);
    curl_url_get(u, CURLUPART_PORT, &port, 0);
    must(str_eq_nocase(host, port ? arena_printf(a, "%s:%s", name, port) : name));
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
    same_host(a, found.url, parts.host);
    return 0;
}
