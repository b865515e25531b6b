#include "provisioner/route/sockets.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_WAITED_FOR = 256 };

/* ---- addresses --------------------------------------------------------------------------------------------------- */

bool address_read(const char *text, uint16_t port, struct address *ret)
{
    struct address at = {.port = port};
    if (inet_pton(AF_INET, text, at.ip) != 1) {
        at.six = inet_pton(AF_INET6, text, at.ip) == 1;
        if (!at.six)
            return false;
    }
    *ret = at;
    return true;
}

bool address_equal(const struct address *a, const struct address *b)
{
    return a->six == b->six && memcmp(a->ip, b->ip, a->six ? 16 : 4) == 0;
}

/* ---- the system's sockets ---------------------------------------------------------------------------------------- */

static socklen_t system_address(const struct address *at, struct sockaddr_storage *ret)
{
    memset(ret, 0, sizeof *ret);
    if (at->six) {
        struct sockaddr_in6 *six = (struct sockaddr_in6 *)ret;
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(at->port);
        memcpy(&six->sin6_addr, at->ip, 16);
        return sizeof *six;
    }
    struct sockaddr_in *four = (struct sockaddr_in *)ret;
    four->sin_family = AF_INET;
    four->sin_port = htons(at->port);
    memcpy(&four->sin_addr, at->ip, 4);
    return sizeof *four;
}

static int real_open(struct sockets *s, bool stream, const struct address *at)
{
    struct sockaddr_storage to;
    socklen_t n = system_address(at, &to);
    int one = 1;
    (void)s;
    int fd =
        socket(at->six ? AF_INET6 : AF_INET, (stream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -errno;
    if (stream)
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(fd, (struct sockaddr *)&to, n) == 0 || errno == EINPROGRESS || errno == EINTR)
        return fd;
    int why = errno;
    close(fd);
    return -why;
}

static int real_connected(struct sockets *s, int fd)
{
    int why = 0;
    socklen_t n = sizeof why;
    (void)s;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &why, &n) == 0 ? why : errno;
}

static long outcome(ssize_t n)
{
    if (n >= 0)
        return (long)n;
    return errno == EINTR || errno == EWOULDBLOCK ? -EAGAIN : -errno;
}

static long real_send(struct sockets *s, int fd, const void *bytes, size_t n)
{
    (void)s;
    return outcome(send(fd, bytes, n, MSG_NOSIGNAL));
}

static long real_recv(struct sockets *s, int fd, void *bytes, size_t n)
{
    (void)s;
    return outcome(recv(fd, bytes, n, 0));
}

static void real_close(struct sockets *s, int fd)
{
    (void)s;
    close(fd);
}

static int64_t real_now_us(struct sockets *s)
{
    struct timespec t = {0};
    (void)s;
    clock_gettime(CLOCK_BOOTTIME, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static size_t real_wait(struct sockets *s, struct waiting *all, size_t n, int64_t until_us)
{
    struct pollfd fds[MOST_WAITED_FOR];
    n = n < MOST_WAITED_FOR ? n : MOST_WAITED_FOR;
    for (size_t i = 0; i < n; i++)
        fds[i] = (struct pollfd){
            .fd = all[i].fd,
            .events = (short)((all[i].wants & WAIT_READ ? POLLIN : 0) | (all[i].wants & WAIT_WRITE ? POLLOUT : 0))};
    int64_t left = until_us - real_now_us(s);
    const struct timespec wait = {.tv_sec = left > 0 ? left / 1000000 : 0,
                                  .tv_nsec = left > 0 ? left % 1000000 * 1000 : 0};
    int ready = ppoll(fds, n, &wait, NULL);
    for (size_t i = 0; i < n; i++) {
        int has = (fds[i].revents & POLLIN ? WAIT_READ : 0) | (fds[i].revents & POLLOUT ? WAIT_WRITE : 0);
        all[i].has = ready <= 0 ? 0 : fds[i].revents & (POLLERR | POLLHUP | POLLNVAL) ? all[i].wants : has;
    }
    return ready > 0 ? (size_t)ready : 0;
}

static uint16_t real_chance(struct sockets *s)
{
    uint16_t n = 0;
    if (getrandom(&n, sizeof n, GRND_NONBLOCK) != sizeof n)
        n = (uint16_t)real_now_us(s);
    return n;
}

struct sockets sockets_real(void)
{
    return (struct sockets){real_open,  real_connected, real_send,   real_recv,
                            real_close, real_wait,      real_now_us, real_chance};
}
