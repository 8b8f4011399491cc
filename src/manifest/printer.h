// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "manifest/node.h"

#include <QHash>

namespace chartwright::manifest {

/// What Helm knows while it renders. Numbers of `values` are Double where they come from a file and
/// Int where they come from --set: Helm prints them differently from 1,000,000 on.
struct Scope
{
    /// By the first key: a chart's values may have thousands of them.
    QHash<QString, Value> values;
    QString releaseName, releaseNamespace;
    QString releaseService = QStringLiteral("Helm");
    QString chartName, chartVersion, appVersion;
    QHash<QString, Definition> definitions;

    void setValues(const Value &tree)
    {
        values.clear();
        for (const auto &[key, value] : tree.map())
            values.insert(key, value);
    }
};

/// The file as a Helm template.
QByteArray printTemplate(const Document &document);
/// _helpers.tpl
QByteArray printDefinitions(const QList<Definition> &definitions);
/// What `helm template` prints for the file, without "---" and "# Source"; empty where a guard
/// leaves it out. Fails as Helm does ("secrets.data.X is missing").
Result<QByteArray> evaluate(const Document &document, const Scope &scope);
/// A file that is no template (values.yaml, Chart.yaml): comments are written, "{{" stays.
QByteArray printPlain(const Node &node);

/// "{{ .Values.ingress.host }}", for NOTES.txt.
QString action(const Expr &expr);
/// ".Values.ingress.host", for NOTES.txt's own conditions.
QString expression(const Expr &expr);
/// Text that comes through a template as it is.
QString templateText(const QString &text);

} // namespace chartwright::manifest
