// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

#include <QCoreApplication>
#include <QFile>
#include <cstdio>

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("chartwright"));
    QCoreApplication::setApplicationName(QStringLiteral("chartwright-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CHARTWRIGHT_VERSION));

    QFile in, out, err;
    const bool open = in.open(stdin, QIODevice::ReadOnly) &&
                      out.open(stdout, QIODevice::WriteOnly) &&
                      err.open(stderr, QIODevice::WriteOnly);
    if (!open)
        return chartwright::cli::Bad;
    chartwright::cli::Console console(in, out, err);
    const int code = chartwright::cli::run(QCoreApplication::arguments().mid(1), console);
    // A full disk or a closed pipe must not look like success.
    if (!out.flush() || out.error() != QFileDevice::NoError)
        return chartwright::cli::Bad;
    return code;
}
