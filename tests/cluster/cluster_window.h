// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cluster/real_cluster.h"
#include "gui/workbench.h"
#include "support/test_case.h"

#include <QTreeWidget>

// The real window under a real mouse, before a real cluster, on the todo application or another
// drawing. One window lives through all of a test: its functions build on each other.
class ClusterWindow : public TestCase
{
protected:
    static const chartwright_test::RealCluster &cluster()
    {
        return chartwright_test::RealCluster::instance();
    }
    // With a namespace of its own. `project`: a topology.yaml, of which a copy is opened.
    void setUp(const QString &prefix, const QString &project = {});
    void tearDown();
    // The drawn release goes to the test's namespace.
    void drawNamespace();
    // Into that namespace; `created`: so many objects.
    void applyThere(int created);

    template <class T> T *find(const QString &name)
    {
        return m_bench->window().findChild<T *>(name);
    }
    void press(QWidget *dialog, const QString &name);
    void pressIn(const QString &name); // a button of the window
    QString message();
    QTreeWidgetItem *row(const QString &object);
    QTreeWidgetItem *field(const QString &object, const QString &path);
    QString mark(const QString &kind, const QString &name);
    qint64 liveReplicas();
    void shoot(const QString &name);

    std::unique_ptr<chartwright_test::TestNamespace> m_namespace;
    std::unique_ptr<chartwright_test::Workbench> m_bench;
};
