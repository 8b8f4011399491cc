// SPDX-License-Identifier: Apache-2.0
// Keeps a list of tasks in memory:
//   GET /api/tasks   POST /api/tasks {"title": "…"}   DELETE /api/tasks/ID   GET /health,
//   /api/health
#define _GNU_SOURCE
#include "http.h"
#include "log.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TASKS = 100, TITLE_LIMIT = 400 };

struct task
{
    unsigned long id;
    char title[TITLE_LIMIT + 1]; // as in JSON, between the quotes
};

static struct task tasks[TASKS] = {
    {1, "Draw the application"}, {2, "Export the chart"}, {3, "Deploy it"}};
static size_t task_count = 3;
static unsigned long last_id = 3;

static const char Json[] = "application/json";

static void refuse(struct http_response *response, int status, const char *json)
{
    http_reply(response, status, Json, json);
}

static bool is_utf8(const unsigned char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        const unsigned char c = text[i];
        const size_t more = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ? 1 : (c & 0xf0) == 0xe0 ? 2 : 3;
        if ((c >= 0x80 && c < 0xc2) || c > 0xf4 || i + more >= length)
            return false;
        for (size_t k = 1; k <= more; ++k) {
            if ((text[i + k] & 0xc0) != 0x80)
                return false;
        }
        const unsigned char d = more ? text[i + 1] : 0; // overlong, surrogates, beyond U+10FFFF
        if ((c == 0xe0 && d < 0xa0) || (c == 0xed && d > 0x9f) || (c == 0xf0 && d < 0x90) ||
            (c == 0xf4 && d > 0x8f))
            return false;
        i += more + 1;
    }
    return true;
}

struct reader
{
    const char *at, *end;
};

static void skip_blanks(struct reader *in)
{
    while (in->at < in->end && strchr(" \t\r\n", *in->at) && *in->at)
        ++in->at;
}

static bool take(struct reader *in, char c)
{
    skip_blanks(in);
    if (in->at >= in->end || *in->at != c)
        return false;
    ++in->at;
    return true;
}

// A string; gives what stands between its quotes.
static bool take_string(struct reader *in, const char **text, size_t *length)
{
    if (!take(in, '"'))
        return false;
    *text = in->at;
    while (in->at < in->end && *in->at != '"') {
        if ((unsigned char)*in->at < 0x20)
            return false;
        if (*in->at++ != '\\')
            continue;
        if (in->at >= in->end || !*in->at || !strchr("\"\\/bfnrtu", *in->at))
            return false;
        if (*in->at++ != 'u')
            continue;
        for (int i = 0; i < 4; ++i, ++in->at) {
            if (in->at >= in->end || !*in->at || !strchr("0123456789abcdefABCDEF", *in->at))
                return false;
        }
    }
    *length = (size_t)(in->at - *text);
    return take(in, '"');
}

// {"title": "…"} and nothing else.
static bool read_title(const char *body, size_t body_length, const char **title, size_t *length)
{
    struct reader in = {body, body + body_length};
    const char *key;
    size_t key_length;
    if (!take(&in, '{') || !take_string(&in, &key, &key_length) || key_length != 5 ||
        memcmp(key, "title", 5) != 0 || !take(&in, ':') || !take_string(&in, title, length) ||
        !take(&in, '}'))
        return false;
    skip_blanks(&in);
    return in.at == in.end && is_utf8((const unsigned char *)*title, *length);
}

static int write_task(char *out, size_t size, const struct task *task)
{
    return snprintf(out, size, "{\"id\":%lu,\"title\":\"%s\"}", task->id, task->title);
}

static void send_owned(struct http_response *response, int status, char *text)
{
    http_reply(response, status, Json, text);
    response->owned = text;
}

static void list_tasks(struct http_response *response)
{
    const size_t size = 8 + task_count * (TITLE_LIMIT + 64);
    char *out = malloc(size);
    if (!out) {
        refuse(response, 500, "{\"error\":\"out of memory\"}\n");
        return;
    }
    size_t used = 0;
    out[used++] = '[';
    for (size_t i = 0; i < task_count; ++i) {
        if (i)
            out[used++] = ',';
        used += (size_t)write_task(out + used, size - used, &tasks[i]);
    }
    memcpy(out + used, "]\n", 3);
    send_owned(response, 200, out);
}

static void add_task(const struct http_request *request, struct http_response *response)
{
    const char *title;
    size_t length;
    if (!read_title(request->body, request->body_length, &title, &length)) {
        refuse(response, 400, "{\"error\":\"send {\\\"title\\\": \\\"…\\\"}\"}\n");
    } else if (length == 0 || length > TITLE_LIMIT) {
        refuse(response, 400, "{\"error\":\"a title has 1 to 400 bytes\"}\n");
    } else if (task_count == TASKS) {
        refuse(response, 409, "{\"error\":\"the list is full: 100 tasks\"}\n");
    } else {
        struct task *task = &tasks[task_count++];
        task->id = ++last_id;
        memcpy(task->title, title, length);
        task->title[length] = 0;
        char *out = malloc(TITLE_LIMIT + 64);
        if (!out) {
            refuse(response, 500, "{\"error\":\"out of memory\"}\n");
            return;
        }
        write_task(out, TITLE_LIMIT + 64, task);
        send_owned(response, 201, out);
    }
}

static void delete_task(const char *text, struct http_response *response)
{
    char *end;
    const unsigned long id = strtoul(text, &end, 10);
    for (size_t i = 0; *text >= '0' && *text <= '9' && !*end && i < task_count; ++i) {
        if (tasks[i].id == id) {
            memmove(&tasks[i], &tasks[i + 1], (--task_count - i) * sizeof *tasks);
            refuse(response, 200, "{}\n");
            return;
        }
    }
    refuse(response, 404, "{\"error\":\"there is no such task in this pod\"}\n");
}

static void answer(const struct http_request *request, struct http_response *response)
{
    const char *path = request->path, *method = request->method;
    static const char List[] = "/api/tasks";
    if (strcmp(path, "/health") == 0 || strcmp(path, "/api/health") == 0) {
        if (strcmp(method, "GET") == 0)
            http_reply(response, 200, Json, "{\"status\":\"ok\"}\n");
        else
            http_refuse_method(response, "GET, HEAD");
    } else if (strcmp(path, List) == 0) {
        if (strcmp(method, "GET") == 0)
            list_tasks(response);
        else if (strcmp(method, "POST") == 0)
            add_task(request, response);
        else
            http_refuse_method(response, "GET, HEAD, POST");
    } else if (strncmp(path, "/api/tasks/", sizeof List) == 0) {
        if (strcmp(method, "DELETE") == 0)
            delete_task(path + sizeof List, response);
        else
            http_refuse_method(response, "DELETE");
    } else {
        refuse(response, 404, "{\"error\":\"there is nothing here\"}\n");
    }
}

int main(void)
{
    log_start();
    // Ids of one pod are seldom those of another.
    char host[64] = "";
    gethostname(host, sizeof host - 1);
    for (const char *c = host; *c; ++c)
        last_id = (last_id * 31 + (unsigned char)*c) % 1000000;
    last_id = last_id * 1000 + 1000;

    const char *database = getenv("DATABASE_URL");
    if (!database || !*database)
        log_line(LOG_WARNING, "DATABASE_URL is not set; this demonstration needs none");
    log_line(LOG_INFO, "tasks are kept in memory, until the pod stops");
    return http_serve(8000, answer);
}
