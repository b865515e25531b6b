#include "harness.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

/* The sandbox over HTTP, spoken to over a plain socket: what a well-behaved client would never send, too. */

static pid_t server;
static unsigned server_port;
static volatile int stop;

static void told(void *ctx, unsigned port)
{
    if (write(*(int *)ctx, &port, sizeof port) != sizeof port)
        _exit(1);
}

static void end(int signal_number)
{
    stop = signal_number;
}

static void serve(int out)
{
    struct sandbox_options o = {.real_clock = true};
    struct sandbox *s;
    signal(SIGTERM, end);
    if (sandbox_faults_parse("dark=us-west-2", &o.faults) || sandbox_open(memory, &o, &s))
        _exit(1);
    struct err *e = sandbox_serve(s, "127.0.0.1", 0, told, &out, &stop);
    sandbox_close(s);
    arena_free(memory);
    _exit(e ? 1 : 0);
}

static int start_server(void **state)
{
    int ends[2];
    set_up(state);
    if (pipe(ends))
        return -1;
    server = fork();
    if (!server)
        serve(ends[1]);
    close(ends[1]);
    ssize_t n = read(ends[0], &server_port, sizeof server_port);
    close(ends[0]);
    return n == sizeof server_port ? 0 : -1;
}

static int stop_server(void **state)
{
    int status = 0;
    kill(server, SIGTERM);
    waitpid(server, &status, 0);
    tear_down(state);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}

/* What comes back until the other side closes. */
static const char *talk(const char *bytes, size_t n, int *ret_status)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server_port)};
    struct timeval limit = {10, 0};
    char buffer[4096];
    struct sbuf all = {.arena = memory};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    inet_pton(AF_INET, "127.0.0.1", &at.sin_addr);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    for (size_t done = 0; done < n;) {
        ssize_t sent = send(fd, bytes + done, n - done, MSG_NOSIGNAL);
        if (sent <= 0)
            break;
        done += (size_t)sent;
    }
    for (ssize_t got; (got = recv(fd, buffer, sizeof buffer, 0)) > 0;)
        sbuf_putn(&all, buffer, (size_t)got);
    close(fd);
    *ret_status = all.len > 12 ? atoi(sbuf_str(&all) + 9) : 0;
    return sbuf_str(&all);
}

static const char *signed_request(const char *in_region, const char *op)
{
    struct http_req req;
    struct sbuf text = {.arena = memory};
    region = in_region;
    const struct op *asked = service_op(aws_service("ec2"), op);
    req = (struct http_req){.scheme = "http", .host = arena_printf(memory, "127.0.0.1:%u", server_port)};
    assert_null(codec_for(P_EC2)->put_request(memory, asked, value_map(memory), &req));
    struct credentials keys = {.access_key = access_key, .secret_key = secret_key};
    struct timeval now;
    gettimeofday(&now, NULL);
    struct signing s = {.credentials = &keys, .region = in_region, .service = "ec2", .time = now.tv_sec};
    sigv4_sign(memory, &req, &s);
    sbuf_printf(&text, "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: %zu\r\n", req.method,
                req.path, req.host, req.body_len);
    for (size_t i = 0; i < req.headers.n; i++)
        sbuf_printf(&text, "%s: %s\r\n", req.headers.items[i].name, req.headers.items[i].value);
    sbuf_printf(&text, "\r\n%s", req.body);
    return sbuf_str(&text);
}

static void a_signed_request_is_answered(void **state)
{
    (void)state;
    int status;
    const char *req = signed_request("ap-northeast-1", "DescribeVpcs");
    const char *answer = talk(req, strlen(req), &status);
    assert_int_equal(status, 200);
    assert_non_null(strstr(answer, "DescribeVpcsResponse"));
    assert_non_null(strstr(answer, "Date: "));
}

static void an_unsigned_request_is_refused(void **state)
{
    (void)state;
    int status;
    const char *req = "POST / HTTP/1.1\r\nHost: ec2.us-east-1.amazonaws.com\r\nConnection: close\r\nContent-Length: "
                      "19\r\n\r\nAction=DescribeVpcs";
    talk(req, strlen(req), &status);
    assert_int_equal(status, 403);
}

static void a_dark_region_closes_the_connection(void **state)
{
    (void)state;
    int status;
    const char *req = signed_request("us-west-2", "DescribeVpcs");
    assert_string_equal(talk(req, strlen(req), &status), "");
}

static void a_body_without_end_is_refused(void **state)
{
    (void)state;
    int status;
    size_t n = 9 * 1024 * 1024;
    struct sbuf req = {.arena = memory};
    sbuf_printf(&req, "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n", n);
    for (size_t i = 0; i < n; i++)
        sbuf_putc(&req, 'a');
    talk(req.s, req.len, &status);
    assert_int_equal(status, 413);
}

static void one_who_asks_first_is_told_to_go_on(void **state)
{
    (void)state;
    int status;
    const char *req =
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc";
    const char *answer = talk(req, strlen(req), &status);
    assert_int_equal(status, 100);
    assert_non_null(strstr(answer, "403"));
}

static void noise_leaves_it_standing(void **state)
{
    (void)state;
    int status;
    const char *noise[] = {"\r\n\r\n", "GET\r\n\r\n", "\x16\x03\x01\x02",
                           "POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n"};
    for (size_t i = 0; i < COUNT(noise) - 1; i++)
        talk(noise[i], strlen(noise[i]), &status);
    const char *req = signed_request("ap-northeast-1", "DescribeVpcs");
    talk(req, strlen(req), &status);
    assert_int_equal(status, 200);
}

static void an_address_that_is_none_is_an_error(void **state)
{
    (void)state;
    struct err *e = sandbox_serve(sandbox, "nowhere", 1, NULL, NULL, &stop);
    assert_non_null(e);
    err_free(e);
    e = sandbox_serve(sandbox, "127.0.0.1", 70000, NULL, NULL, &stop);
    assert_non_null(e);
    err_free(e);
}

/* ---- pacing in process ------------------------------------------------------------------------------------------- */

static void a_readable_descriptor_comes_first(void **state)
{
    (void)state;
    int ends[2];
    struct transport *t = sandbox_transport(sandbox);
    int64_t now = t->now_ms(t);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "x", 1), 1);
    assert_null(t->poll(t, now + 60000, ends[0]));
    assert_int_equal(t->now_ms(t), now);
    close(ends[0]);
    close(ends[1]);
}

static void speed_paces_virtual_time(void **state)
{
    (void)state;
    struct timeval from, to;
    options.speed = 1000;
    reopen();
    struct transport *t = sandbox_transport(sandbox);
    int64_t now = t->now_ms(t);
    gettimeofday(&from, NULL);
    assert_null(t->poll(t, now + 50000, -1));
    gettimeofday(&to, NULL);
    assert_int_equal(t->now_ms(t), now + 50000);
    assert_true((to.tv_sec - from.tv_sec) * 1000000 + to.tv_usec - from.tv_usec >= 45000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_signed_request_is_answered, start_server, stop_server),
        cmocka_unit_test_setup_teardown(an_unsigned_request_is_refused, start_server, stop_server),
        cmocka_unit_test_setup_teardown(a_dark_region_closes_the_connection, start_server, stop_server),
        cmocka_unit_test_setup_teardown(a_body_without_end_is_refused, start_server, stop_server),
        cmocka_unit_test_setup_teardown(one_who_asks_first_is_told_to_go_on, start_server, stop_server),
        cmocka_unit_test_setup_teardown(noise_leaves_it_standing, start_server, stop_server),
        cmocka_unit_test_setup_teardown(an_address_that_is_none_is_an_error, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_readable_descriptor_comes_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(speed_paces_virtual_time, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
