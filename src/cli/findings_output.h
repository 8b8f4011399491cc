// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "checks/finding.h"
#include "cli/source.h"

namespace chartwright::cli {

struct Counts
{
    int errors = 0, warnings = 0, advice = 0, accepted = 0;

    static Counts of(const QList<Finding> &findings);
    /// "2 errors, 1 warning, 3 accepted"
    QString text() const;
};

QString severityWord(Severity severity);  ///< for a person: "error", "warning", "advice"
QString severityLevel(Severity severity); ///< for a machine, as SARIF: "error", "warning", "note"

/// One finding a paragraph; accepted ones are only counted.
void writeText(const QList<Finding> &findings, const Source &source, Console &console);
QByteArray toJson(const QList<Finding> &findings, const Source &source, const QString &profile);
/// SARIF 2.1.0; accepted findings are there as suppressed ones.
QByteArray toSarif(const QList<Finding> &findings, const Source &source);

} // namespace chartwright::cli
