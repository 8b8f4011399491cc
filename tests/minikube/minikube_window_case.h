// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "gui/browser.h"
#include "gui/workbench.h"
#include "minikube/minikube_home.h"
#include "support/test_case.h"

namespace chartwright_test {

// The window, with the stand-in for minikube on PATH, and the todo application in it, saved nowhere
// yet.
class MinikubeWindowCase : public TestCase
{
    Q_OBJECT

protected:
    template <class T> T *find(const QString &name)
    {
        return m_bench->window().findChild<T *>(name);
    }
    // What the Deploy panel says: of the whole, and of a step.
    QString said();
    QString stateOf(const QString &step);
    // Of a path at the node; empty: nobody answers.
    QByteArray page(const QString &path);
    static QByteArray pageAt(const QUrl &url);
    QByteArray minikube(const QStringList &arguments) const { return m_home.minikube(arguments); }
    QByteArray kubectl(const QStringList &arguments) const { return m_home.kubectl(arguments); }
    // What it was asked for since the last time.
    QStringList commands() const { return m_home.commands(); }
    // There is no keychain here, so they are kept for this session.
    void answerMissingValues();

    MinikubeHome m_home;
    Browser m_browser;
    std::unique_ptr<Workbench> m_bench;

protected slots:
    void initTestCase();
    void cleanupTestCase();
};

} // namespace chartwright_test
