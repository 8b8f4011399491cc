// SPDX-License-Identifier: Apache-2.0
// A small HTTP/1.1 server: one thread, one poll loop, a fixed number of connections.
#pragma once
#include <stddef.h>

struct http_request
{
    const char *method; // "GET"; a HEAD arrives as GET
    const char *path;   // begins with '/', without the query
    const char *body;   // not terminated
    size_t body_length;
};

struct http_response
{
    int status;
    const char *type;  // of the content
    const char *allow; // methods, for 405
    const char *body;
    size_t length;
    char *owned; // freed once sent; may be null
};

// Fills in the response; called on the only thread.
typedef void http_handler(const struct http_request *request, struct http_response *response);

// A text that stays where it is.
void http_reply(struct http_response *response, int status, const char *type, const char *text);
// The methods that a path has, and 405.
void http_refuse_method(struct http_response *response, const char *allow);

// Serves on $PORT, or on `port`, until SIGTERM or SIGINT; requests under way are finished. Returns
// the exit code of the program.
int http_serve(int port, http_handler *handler);
