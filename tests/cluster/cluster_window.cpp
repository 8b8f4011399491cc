// SPDX-License-Identifier: Apache-2.0
#include "cluster/cluster_window.h"

#include "tree/yaml.h"

#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QScreen>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

void ClusterWindow::setUp(const QString &prefix)
{
    QVERIFY2(cluster().problem().isEmpty(), qPrintable(cluster().problem()));
    qputenv("KUBECONFIG", cluster().adminConfig().toLocal8Bit());
    m_namespace = std::make_unique<TestNamespace>(prefix);
    m_bench = std::make_unique<Workbench>();
    m_bench->openTodo();
    QVERIFY_BENCH(*m_bench);
}

void ClusterWindow::tearDown()
{
    m_bench.reset();
    m_namespace.reset();
}

QString ClusterWindow::message() { return find<QLabel>(u"difference:message"_s)->text(); }

void ClusterWindow::press(QWidget *dialog, const QString &name)
{
    m_bench->hand().click(dialog->findChild<QWidget *>(name));
}

QDialog *ClusterWindow::dialog(const QString &name)
{
    QDialog *out = nullptr;
    const bool isThere = QTest::qWaitFor(
        [&] {
            out = m_bench->window().findChild<QDialog *>(name);
            return out && out->isVisible();
        },
        20'000);
    if (!isThere)
        qCritical().noquote() << "no dialog" << name << message();
    QTest::qWait(300); // until the window manager has put it in its place
    return isThere ? out : nullptr;
}

/// A window on a pod.
QWidget *ClusterWindow::tool(const QString &name)
{
    QWidget *out = nullptr;
    const bool isThere = QTest::qWaitFor(
        [&] {
            out = find<QWidget>(name);
            return out && out->isActiveWindow();
        },
        20'000);
    QTest::qWait(300);
    return isThere ? out : nullptr;
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

/// With the dialogs that stand before the window.
void ClusterWindow::shoot(const QString &name)
{
    const QDir folder(QLatin1StringView(CHARTWRIGHT_BIN_DIR) + u"/../pictures"_s);
    QVERIFY(folder.mkpath(u"."_s));
    QTest::qWait(200);
    const QRect frame = m_bench->window().frameGeometry();
    QVERIFY(m_bench->window()
                .screen()
                ->grabWindow(0, frame.x(), frame.y(), frame.width(), frame.height())
                .save(folder.filePath(u"cluster-"_s + name + u".png"_s)));
}
