// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "http.h"
#include "log.h"
#include "request.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    CONNECTIONS = 64,
    IDLE_MS = 30000,    // between two requests
    REQUEST_MS = 10000, // from the first byte to the last, and for taking the answer
    DRAIN_MS = 1000,    // a close that does not wait could swallow the answer
    STOP_MS = 5000,
};

enum state { FREE, READING, WRITING, DRAINING };

struct connection
{
    int fd;
    enum state state;
    bool keep_alive, is_head;
    int64_t deadline;
    size_t arrived, head_length, sent;
    char head[512];
    struct http_response response;
    char bytes[HEAD_LIMIT + BODY_LIMIT + 64];
};

static struct connection connections[CONNECTIONS];
static http_handler *answer;
static volatile sig_atomic_t stopping;

static void on_stop(int signal)
{
    (void)signal;
    stopping = 1;
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static const char *reason(int status)
{
    static const struct
    {
        int status;
        const char *words;
    } Reasons[] = {
        {200, "OK"},
        {201, "Created"},
        {204, "No Content"},
        {400, "Bad Request"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {413, "Content Too Large"},
        {417, "Expectation Failed"},
        {431, "Request Header Fields Too Large"},
        {501, "Not Implemented"},
        {505, "HTTP Version Not Supported"},
    };
    for (size_t i = 0; i < sizeof Reasons / sizeof *Reasons; ++i) {
        if (Reasons[i].status == status)
            return Reasons[i].words;
    }
    return "Internal Server Error";
}

void http_reply(struct http_response *response, int status, const char *type, const char *text)
{
    response->status = status;
    response->type = type;
    response->body = text;
    response->length = strlen(text);
}

void http_refuse_method(struct http_response *response, const char *allow)
{
    http_reply(response, 405, "text/plain", "This is not done here.\n");
    response->allow = allow;
}

static void release(struct connection *c)
{
    free(c->response.owned);
    memset(&c->response, 0, sizeof c->response);
}

static void finish(struct connection *c)
{
    release(c);
    close(c->fd);
    c->state = FREE;
}

static void start_answer(struct connection *c)
{
    const struct http_response *r = &c->response;
    char when[40], allow[64] = "", host[64] = "";
    struct tm parts;
    const time_t now = time(NULL);
    strftime(when, sizeof when, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &parts));
    if (r->allow)
        snprintf(allow, sizeof allow, "Allow: %s\r\n", r->allow);
    gethostname(host, sizeof host - 1);
    // Which pod it was: each keeps tasks of its own.
    int n = snprintf(c->head, sizeof c->head,
                     "HTTP/1.1 %d %s\r\nDate: %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n"
                     "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
                     "X-Served-By: %s\r\n%sConnection: %s\r\n\r\n",
                     r->status, reason(r->status), when, r->type, r->length, host, allow,
                     c->keep_alive ? "keep-alive" : "close");
    c->head_length = (size_t)n;
    c->sent = 0;
    c->state = WRITING;
    c->deadline = now_ms() + REQUEST_MS;
}

static void refuse(struct connection *c, int status)
{
    log_line(LOG_INFO, "refused: %d %s", status, reason(status));
    http_reply(&c->response, status, "text/plain", "");
    c->response.body = reason(status);
    c->response.length = strlen(c->response.body);
    c->keep_alive = c->is_head = false;
    start_answer(c);
}

// Takes the next request out of what has arrived, if it is all there.
static void take_request(struct connection *c)
{
    struct parsed_request parsed = {0};
    const int used = request_parse(c->bytes, c->arrived, &parsed);
    if (used < 0) {
        refuse(c, -used);
    } else if (used > 0) {
        c->is_head = parsed.is_head;
        c->keep_alive = parsed.keep_alive && !stopping;
        answer(&parsed.request, &c->response);
        const bool probe = strstr(parsed.request.path, "/health") != NULL;
        log_line(probe ? LOG_DEBUG : LOG_INFO, "%s %s %d", parsed.request.method,
                 parsed.request.path, c->response.status);
        c->arrived -= (size_t)used;
        memmove(c->bytes, c->bytes + used, c->arrived);
        start_answer(c);
    }
}

static void write_some(struct connection *c)
{
    const size_t body = c->is_head ? 0 : c->response.length;
    while (c->sent < c->head_length + body) {
        const bool in_head = c->sent < c->head_length;
        struct iovec parts[2] = {{c->head + c->sent, c->head_length - c->sent},
                                 {(char *)c->response.body, body}};
        if (!in_head) {
            parts[0].iov_len = 0;
            parts[1].iov_base = (char *)c->response.body + (c->sent - c->head_length);
            parts[1].iov_len = body - (c->sent - c->head_length);
        }
        const struct msghdr message = {.msg_iov = in_head ? parts : parts + 1,
                                       .msg_iovlen = in_head ? 2 : 1};
        const ssize_t n = sendmsg(c->fd, &message, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            if (errno != EAGAIN)
                finish(c);
            return;
        }
        c->sent += (size_t)n;
    }
    release(c);
    if (!c->keep_alive) {
        shutdown(c->fd, SHUT_WR);
        c->state = DRAINING;
        c->deadline = now_ms() + DRAIN_MS;
        return;
    }
    c->state = READING;
    c->deadline = now_ms() + (c->arrived ? REQUEST_MS : IDLE_MS);
}

static void read_some(struct connection *c)
{
    // What is drained is thrown away.
    const size_t at = c->state == DRAINING ? 0 : c->arrived;
    const ssize_t n = recv(c->fd, c->bytes + at, sizeof c->bytes - at, 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) {
        finish(c);
        return;
    }
    if (c->state == DRAINING)
        return;
    if (c->arrived == 0)
        c->deadline = now_ms() + REQUEST_MS;
    c->arrived += (size_t)n;
}

// Goes on as far as it can without waiting.
static void advance(struct connection *c)
{
    while (c->state == READING && c->arrived > 0) {
        take_request(c);
        if (c->state != WRITING)
            return;
        write_some(c);
    }
}

static void take_connection(int fd)
{
    // Whoever waits longest makes room: silent clients cannot lock others out.
    struct connection *c = &connections[0];
    for (int i = 0; i < CONNECTIONS && c->state != FREE; ++i) {
        if (connections[i].state == FREE || connections[i].deadline < c->deadline)
            c = &connections[i];
    }
    if (c->state != FREE)
        finish(c);
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    c->fd = fd;
    c->state = READING;
    c->arrived = 0;
    c->deadline = now_ms() + REQUEST_MS;
}

static int listen_on(int port, int *actual)
{
    union {
        struct sockaddr any;
        struct sockaddr_in four;
        struct sockaddr_in6 six;
    } address;
    static const int Families[] = {AF_INET6, AF_INET}; // the first takes both where it is there
    for (size_t i = 0; i < 2; ++i) {
        const int fd = socket(Families[i], SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (fd < 0)
            continue;
        const int on = 1, off = 0;
        memset(&address, 0, sizeof address);
        address.any.sa_family = (sa_family_t)Families[i];
        address.four.sin_port = htons((uint16_t)port); // at the same place in both
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (Families[i] == AF_INET6)
            setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
        socklen_t size = Families[i] == AF_INET6 ? sizeof address.six : sizeof address.four;
        if (bind(fd, &address.any, size) == 0 && listen(fd, 128) == 0 &&
            getsockname(fd, &address.any, &size) == 0) {
            *actual = ntohs(address.four.sin_port);
            return fd;
        }
        const int error = errno;
        close(fd);
        errno = error;
    }
    return -1;
}

static void serve(int listener)
{
    int64_t stop_at = 0, accept_after = 0;
    for (;;) {
        struct pollfd polled[CONNECTIONS + 1];
        int64_t now = now_ms(), next = now + IDLE_MS;
        if (stopping && listener >= 0) {
            close(listener);
            listener = -1;
            stop_at = now + STOP_MS;
        }
        int busy = 0;
        for (int i = 0; i < CONNECTIONS; ++i) {
            struct connection *c = &connections[i];
            if (c->state != FREE && stopping &&
                ((c->state == READING && !c->arrived) || now >= stop_at))
                finish(c);
            if (c->state == READING && c->arrived && now >= c->deadline)
                refuse(c, 408);
            else if (c->state != FREE && now >= c->deadline)
                finish(c);
            const bool used = c->state != FREE;
            busy += used;
            polled[i] =
                (struct pollfd){used ? c->fd : -1, c->state == WRITING ? POLLOUT : POLLIN, 0};
            if (used && c->deadline < next)
                next = c->deadline;
        }
        if (stopping && busy == 0)
            return;
        const bool accepts = listener >= 0 && now >= accept_after;
        polled[CONNECTIONS] = (struct pollfd){accepts ? listener : -1, POLLIN, 0};
        if (accept_after > now && accept_after < next)
            next = accept_after;
        if (stopping && stop_at < next)
            next = stop_at;

        // Signals arrive only here, so that none is missed between the look at `stopping` and this.
        const struct timespec wait = {(next - now) / 1000, (next - now) % 1000 * 1000000};
        sigset_t none;
        sigemptyset(&none);
        if (ppoll(polled, CONNECTIONS + 1, &wait, &none) <= 0)
            continue;
        for (int i = 0; i < CONNECTIONS; ++i) {
            struct connection *c = &connections[i];
            if (!polled[i].revents)
                continue;
            if (c->state == WRITING)
                write_some(c);
            else
                read_some(c);
            advance(c);
        }
        for (int fd = 0; polled[CONNECTIONS].revents && fd >= 0;) {
            fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (fd >= 0)
                take_connection(fd);
            else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
                accept_after = now_ms() + 100;
        }
    }
}

int http_serve(int port, http_handler *handler)
{
    const char *wanted = getenv("PORT");
    if (wanted && *wanted) {
        char *end;
        const long number = strtol(wanted, &end, 10);
        if (*end || number < 0 || number > 65535) {
            log_line(LOG_ERROR, "PORT is no port number");
            return 2;
        }
        port = (int)number;
    }
    const struct sigaction stop = {.sa_handler = on_stop};
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGINT, &stop, NULL);
    sigset_t stops;
    sigemptyset(&stops);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGINT);
    sigprocmask(SIG_BLOCK, &stops, NULL);

    int actual = 0;
    const int listener = listen_on(port, &actual);
    if (listener < 0) {
        log_line(LOG_ERROR, "cannot listen on port %d: %s", port, strerror(errno));
        return 1;
    }
    answer = handler;
    // Whatever the log level: who starts it may wait for this line.
    printf("listening on port %d\n", actual);
    serve(listener);
    log_line(LOG_INFO, "stopped");
    return 0;
}
