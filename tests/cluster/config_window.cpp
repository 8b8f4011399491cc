// SPDX-License-Identifier: Apache-2.0
#include "cluster/config_window.h"

#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

void ConfigWindow::setUp(const QString &prefix, const Contexts &contexts)
{
    QVERIFY2(cluster().problem().isEmpty(), qPrintable(cluster().problem()));
    write(contexts);
    qputenv("KUBECONFIG", config().toLocal8Bit());
    m_namespace = std::make_unique<TestNamespace>(prefix);
    m_bench = std::make_unique<Workbench>();
    m_bench->openTodo();
    QVERIFY_BENCH(*m_bench);
}

/// What one function leaves unfinished the next cannot build on.
void ConfigWindow::init()
{
    ClusterWindow::init();
    if (m_bench)
        QVERIFY_BENCH(*m_bench);
}

void ConfigWindow::write(const Contexts &contexts) { QVERIFY(writeConfig(config(), contexts)); }

void ConfigWindow::write(const QByteArray &text)
{
    QFile file(config());
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
}

QWidget *ConfigWindow::targets()
{
    if (QWidget *open = find<QWidget>(u"TargetsDialog"_s))
        return open;
    m_bench->hand().key(u"ctrl+shift+t"_s);
    return m_bench->opened(u"TargetsDialog"_s);
}

QTreeWidgetItem *ConfigWindow::target(const QString &context)
{
    auto *list = targets()->findChild<QTreeWidget *>(u"list"_s);
    for (int i = 0; i < list->topLevelItemCount(); ++i) {
        if (list->topLevelItem(i)->data(0, Qt::UserRole).toString() == context)
            return list->topLevelItem(i);
    }
    return nullptr;
}

QString ConfigWindow::stateOf(const QString &context)
{
    const QTreeWidgetItem *row = target(context);
    return row ? row->text(2) : u"no such row"_s;
}

QString ConfigWindow::note()
{
    const auto *label = targets()->findChild<QLabel *>(u"note"_s);
    return label->text();
}

void ConfigWindow::pick(const QString &context)
{
    QTreeWidgetItem *row = target(context);
    QVERIFY2(row, qPrintable(context));
    auto *list = row->treeWidget();
    // Until a window manager has put its frame around a new window, its place is not known.
    for (int i = 0; i < 3 && list->currentItem() != target(context); ++i) {
        list->scrollToItem(target(context));
        const QRect at = list->visualItemRect(target(context));
        m_bench->hand().click(list->viewport()->mapToGlobal(QPoint(20, at.center().y())));
    }
    QTRY_COMPARE(list->currentItem(), target(context));
}

void ConfigWindow::use(const QString &context)
{
    QVERIFY(targets());
    pick(context);
    press(targets(), u"use"_s);
    QTRY_VERIFY(!find<QWidget>(u"TargetsDialog"_s));
}

void ConfigWindow::compare()
{
    auto *button = find<QWidget>(u"difference:compare"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!button->isHidden(), 30'000);
    m_bench->hand().key(u"ctrl+shift+d"_s);
    QTRY_VERIFY(button->isHidden());
    QTRY_VERIFY_WITH_TIMEOUT(!button->isHidden(), 30'000);
}

QWidget *ConfigWindow::askToApply()
{
    auto *button = find<QWidget>(u"difference:apply"_s);
    if (!QTest::qWaitFor([=] { return !button->isHidden(); }, 30'000))
        return nullptr;
    return m_bench->askToApply();
}

void ConfigWindow::answerBox(const std::function<void()> &act, const QString &button,
                             const std::function<void(QWidget *, const QString &)> &look)
{
    bool isAnswered = false;
    QTimer watch;
    connect(&watch, &QTimer::timeout, this, [&] {
        auto *box = find<QMessageBox>(u"messageBox"_s);
        if (!box || !box->isActiveWindow())
            return;
        watch.stop();
        QVERIFY(m_bench->opened(u"messageBox"_s));
        if (look)
            look(box, box->text() + u'\n' + box->informativeText());
        m_bench->hand().click(box->findChild<QPushButton *>(button));
        isAnswered = true;
    });
    watch.start(50);
    act();
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered && !find<QWidget>(u"messageBox"_s), 30'000);
}
