// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <time.h>

static const char *const Names[] = {"error", "warning", "info", "debug"};
static enum log_level level = LOG_INFO;

void log_start(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    const char *wanted = getenv("LOG_LEVEL");
    if (!wanted || !*wanted)
        return;
    if (strcasecmp(wanted, "warn") == 0)
        wanted = "warning";
    for (int i = LOG_ERROR; i <= LOG_DEBUG; ++i) {
        if (strcasecmp(wanted, Names[i]) == 0) {
            level = (enum log_level)i;
            return;
        }
    }
    log_line(LOG_WARNING, "LOG_LEVEL is none of error, warning, info, debug; taking info");
}

void log_line(enum log_level of, const char *format, ...)
{
    if (of > level)
        return;
    char when[32];
    struct tm parts;
    const time_t now = time(NULL);
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &parts));
    FILE *out = of <= LOG_WARNING ? stderr : stdout;
    fprintf(out, "%s %s ", when, Names[of]);
    va_list arguments;
    va_start(arguments, format);
    vfprintf(out, format, arguments);
    va_end(arguments);
    fputc('\n', out);
}
