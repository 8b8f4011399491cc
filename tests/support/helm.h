// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace chartwright_test {

// One of the two helms that packaging/test builds. Never the helm on PATH: which one that is
// differs from machine to machine.
class Helm
{
public:
    struct Output
    {
        int exitCode = -1; // -1: it did not start, crashed or ran out of time; see err
        QByteArray out;
        QByteArray err;
        bool ok() const { return exitCode == 0; }
        QString text() const; // one message for QVERIFY2
    };

    static const Helm &three(); // $CHARTWRIGHT_HELM3, else the cache of packaging/test
    static const Helm &four();  // $CHARTWRIGHT_HELM4, else the cache of packaging/test
    static QList<const Helm *> both() { return {&three(), &four()}; }

    QString name() const { return m_name; } // "helm 3" or "helm 4", for a data row's tag
    QString program() const { return m_program; }
    // Empty when usable, else what is missing and what to do. Tests QVERIFY2 it, they never skip.
    QString problem() const { return m_problem; }

    Output run(const QStringList &arguments, const QByteArray &input = {},
               int timeoutMs = 60000) const;
    // `helm template RELEASE CHART …`; values, if any, arrive by `-f -`.
    Output render(const QString &chart, const QString &release = QStringLiteral("todo"),
                  const QStringList &more = {}, const QByteArray &values = {}) const;
    Output lint(const QString &chart, const QStringList &more = {QStringLiteral("--strict")}) const;

private:
    Helm(int major, const char *variable, const char *version);

    QString m_name;
    QString m_program;
    QString m_problem;
    QTemporaryDir m_home; // helm's own cache, settings and data, thrown away at exit
};

} // namespace chartwright_test

// For the start of a test, or of initTestCase().
#define QVERIFY_HELM(helm) QVERIFY2((helm).problem().isEmpty(), qPrintable((helm).problem()))
