// SPDX-License-Identifier: Apache-2.0
// A small HTTP server for pods in tests: it answers with its name and the first line of the
// request.
//   app [PORT]       listens there, else on 8080
//   app -echo TEXT   prints TEXT, for an exec without a shell
// From its environment: NAME, which it answers with; CRASH, to exit with 1 at once; UNHEALTHY, to
// answer /health with 503; HUNGRY, how many MiB of memory to take and keep.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// As the first process of a pod it would ignore signals that it does not handle.
static void leave(int signal)
{
    (void)signal;
    _exit(0);
}

static int listenOn(int port)
{
    const int on = 1;
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {0};
    address.sin_family = AF_INET;
    address.sin_port = htons((unsigned short)port);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 64)) {
        perror("app: cannot listen");
        return -1;
    }
    return listener;
}

// The kernel hands out memory only as it is written to.
static void takeMemory(int mebibytes)
{
    static volatile char *block;
    for (int taken = 0; taken < mebibytes; ++taken) {
        block = malloc(1 << 20);
        for (size_t at = 0; block && at < 1 << 20; at += 4096)
            block[at] = 1;
    }
}

static void answer(int connection, const char *name)
{
    char request[4096], head[256], body[4400], now[32];
    const ssize_t got = read(connection, request, sizeof request - 1);
    if (got <= 0)
        return;
    request[got] = 0;
    request[strcspn(request, "\r\n")] = 0;
    const int bad = !strncmp(request, "GET /health", 11) && getenv("UNHEALTHY");
    snprintf(body, sizeof body, "%s: %s\n", name, request);
    const int length = snprintf(head, sizeof head,
                                "HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: "
                                "%zu\r\nConnection: close\r\n\r\n",
                                bad ? "503 Service Unavailable" : "200 OK", strlen(body));
    const time_t seconds = time(NULL);
    strftime(now, sizeof now, "%FT%TZ", gmtime(&seconds));
    printf("%s %s %s\n", now, bad ? "503" : "200", request);
    if (write(connection, head, (size_t)length) < 0 || write(connection, body, strlen(body)) < 0)
        perror("app: cannot answer");
}

int main(int count, char **arguments)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (count > 2 && !strcmp(arguments[1], "-echo"))
        return puts(arguments[2]) < 0;
    if (getenv("CRASH")) {
        fprintf(stderr, "fatal: CRASH is set\n");
        return 1;
    }
    if (getenv("HUNGRY"))
        takeMemory(atoi(getenv("HUNGRY")));
    signal(SIGTERM, leave);
    signal(SIGINT, leave);
    signal(SIGPIPE, SIG_IGN);
    const char *name = getenv("NAME") ? getenv("NAME") : "app";
    const int port = count > 1 ? atoi(arguments[1]) : 8080;
    const int listener = listenOn(port);
    if (listener < 0)
        return 2;
    printf("listening on %d\n", port);
    for (;;) {
        const int connection = accept(listener, NULL, NULL);
        if (connection < 0)
            continue;
        answer(connection, name);
        close(connection);
    }
}
