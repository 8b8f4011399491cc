// SPDX-License-Identifier: Apache-2.0
#include "cluster/cluster_window.h"

#include "model/edits.h"
#include "tree/yaml.h"

#include <QFile>
#include <QLabel>
#include <QPushButton>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

void ClusterWindow::setUp(const QString &prefix, const QString &project)
{
    QVERIFY2(cluster().problem().isEmpty(), qPrintable(cluster().problem()));
    qputenv("KUBECONFIG", cluster().adminConfig().toLocal8Bit());
    m_namespace = std::make_unique<TestNamespace>(prefix);
    m_bench = std::make_unique<Workbench>();
    if (project.isEmpty()) {
        m_bench->openTodo();
    } else {
        const QString copy = m_bench->folder(u"topology.yaml"_s);
        QVERIFY(QFile::copy(project, copy));
        QVERIFY(m_bench->window().openPath(copy));
        QTRY_VERIFY(!m_bench->document().isChecking());
        m_bench->hand().key(u"ctrl+1"_s); // all of it
    }
    QVERIFY_BENCH(*m_bench);
}

void ClusterWindow::tearDown()
{
    m_bench.reset();
    m_namespace.reset();
}

void ClusterWindow::drawNamespace()
{
    const ResourceId release = m_bench->topology().ofKind(u"Release").first()->id;
    m_bench->document().push(setField(m_bench->topology(), m_bench->document().refs(), release,
                                      Path(u"namespace"_s), m_namespace->name()));
}

void ClusterWindow::applyThere(int created)
{
    drawNamespace();
    QVERIFY(m_bench->askToApply());
    m_bench->hand().key(u"Return"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(message().contains(u"%1 created"_s.arg(created)),
                              qPrintable(message()), 30'000);
}

QString ClusterWindow::message() { return find<QLabel>(u"difference:message"_s)->text(); }

void ClusterWindow::press(QWidget *dialog, const QString &name)
{
    m_bench->hand().click(dialog->findChild<QWidget *>(name));
}

void ClusterWindow::pressIn(const QString &name)
{
    auto *button = find<QPushButton>(name);
    QTRY_VERIFY_WITH_TIMEOUT(button->isVisible() && button->isEnabled(), 20'000);
    m_bench->hand().click(button);
}

QTreeWidgetItem *ClusterWindow::row(const QString &object)
{
    const auto found = find<QTreeWidget>(u"difference:list"_s)->findItems(object, Qt::MatchExactly);
    return found.isEmpty() ? nullptr : found.first();
}

QTreeWidgetItem *ClusterWindow::field(const QString &object, const QString &path)
{
    QTreeWidgetItem *item = row(object);
    for (int i = 0; item && i < item->childCount(); ++i) {
        if (item->child(i)->text(0) == path)
            return item->child(i);
    }
    return nullptr;
}

QString ClusterWindow::mark(const QString &kind, const QString &name)
{
    return m_bench->canvas().marks().value(m_bench->named(kind, name)).text;
}

qint64 ClusterWindow::liveReplicas()
{
    return cluster()
        .object(u"deployment"_s, u"todo-backend"_s, m_namespace->name())[u"spec"][u"replicas"]
        .toInt();
}

void ClusterWindow::shoot(const QString &name) { m_bench->shoot(u"cluster-"_s + name); }
