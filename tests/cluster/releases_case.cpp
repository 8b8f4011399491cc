// SPDX-License-Identifier: Apache-2.0
#include "cluster/releases_case.h"

#include "support/chart_folder.h"

#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

QStringList ReleasesCase::here() const
{
    return {u"--kubeconfig"_s, cluster().adminConfig(), u"-n"_s, m_namespace->name()};
}

/// By somebody with a terminal, who gives the Secret's values to Helm.
void ReleasesCase::upgradeByHand(const QStringList &more)
{
    const ChartFolder chart(m_bench->topology());
    const auto done =
        Helm::four().run(QStringList{u"upgrade"_s, u"todo"_s, chart.path()} + more + here());
    QVERIFY2(done.ok(), qPrintable(done.text()));
}

void ReleasesCase::deploy(bool isFirst)
{
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(u"deploy:go"_s)->isEnabled(), 20'000);
    m_bench->hand().key(u"ctrl+shift+h"_s);
    if (isFirst) {
        QVERIFY(m_bench->opened(u"MissingValuesDialog"_s));
        m_bench->hand().key(u"alt+w"_s);
    }
    QVERIFY(m_bench->opened(u"ApplyDialog"_s));
    m_bench->hand().key(u"Return"_s);
}

void ReleasesCase::open()
{
    m_bench->hand().key(u"ctrl+shift+r"_s);
    QVERIFY(m_bench->opened(u"releasesWindow"_s));
}

QTreeWidgetItem *ReleasesCase::line(const QString &list, const QString &text)
{
    const auto found = in<QTreeWidget>(list)->findItems(text, Qt::MatchExactly);
    return found.isEmpty() ? nullptr : found.first();
}

void ReleasesCase::pick(const QString &list, const QString &text)
{
    QTRY_VERIFY_WITH_TIMEOUT(line(list, text), 20'000);
    auto *tree = in<QTreeWidget>(list);
    tree->scrollToItem(line(list, text));
    QTest::qWait(100);
    QRect at = tree->visualItemRect(line(list, text));
    at.setWidth(60);
    m_bench->hand().click(tree->viewport()->mapToGlobal(at.center()));
    QTRY_COMPARE(tree->currentItem(), line(list, text));
}

void ReleasesCase::showTab(const QString &title)
{
    auto *tabs = in<QTabWidget>(u"releases:tabs"_s);
    for (int i = 0; i < tabs->count(); ++i) {
        if (QString(tabs->tabText(i)).remove(u'&') != title)
            continue;
        m_bench->hand().click(tabs->tabBar()->mapToGlobal(tabs->tabBar()->tabRect(i).center()));
        QTRY_COMPARE(tabs->currentIndex(), i);
        return;
    }
    QFAIL(qPrintable(title));
}

void ReleasesCase::pressButton(const QString &name)
{
    auto *button = in<QPushButton>(name);
    QTRY_VERIFY_WITH_TIMEOUT(button->isVisible() && button->isEnabled(), 20'000);
    // A dialog that has just been closed may still stand before it.
    [[maybe_unused]] const bool isActive =
        QTest::qWaitFor([button] { return button->isActiveWindow(); }, 2000);
    m_bench->hand().click(button);
}

bool ReleasesCase::isDeployed(int revision)
{
    return mark(u"Release"_s, u"todo"_s).startsWith(u"deployed · revision %1"_s.arg(revision));
}

void ReleasesCase::answerBox(const QString &key)
{
    auto *look = new QTimer(&m_bench->window());
    QObject::connect(look, &QTimer::timeout, look, [this, look, key] {
        const QWidget *box = QApplication::activeModalWidget();
        if (!box || box->objectName() != u"messageBox")
            return;
        look->deleteLater();
        m_bench->hand().key(key);
    });
    look->start(500);
}
