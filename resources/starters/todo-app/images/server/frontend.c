// SPDX-License-Identifier: Apache-2.0
// Serves one page: `server PAGE`.
#include "http.h"
#include "log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_LIMIT = 1024 * 1024 };

static char *page;

static void answer(const struct http_request *request, struct http_response *response)
{
    const int is_page = strcmp(request->path, "/") == 0;
    if (!is_page && strcmp(request->path, "/health") != 0)
        http_reply(response, 404, "text/plain", "There is nothing here.\n");
    else if (strcmp(request->method, "GET") != 0)
        http_refuse_method(response, "GET, HEAD");
    else if (is_page)
        http_reply(response, 200, "text/html; charset=utf-8", page);
    else
        http_reply(response, 200, "application/json", "{\"status\":\"ok\"}\n");
}

static char *read_page(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    char *text = malloc(PAGE_LIMIT + 1);
    const size_t length = text ? fread(text, 1, PAGE_LIMIT + 1, file) : 0;
    const int failed = ferror(file);
    fclose(file);
    if (!text || failed || length > PAGE_LIMIT) {
        errno = failed || !text ? EIO : EFBIG;
        free(text);
        return NULL;
    }
    text[length] = 0;
    return text;
}

int main(int count, char **arguments)
{
    log_start();
    if (count != 2) {
        log_line(LOG_ERROR, "usage: server PAGE");
        return 2;
    }
    page = read_page(arguments[1]);
    if (!page) {
        log_line(LOG_ERROR, "cannot read %s: %s", arguments[1], strerror(errno));
        return 1;
    }
    return http_serve(3000, answer);
}
