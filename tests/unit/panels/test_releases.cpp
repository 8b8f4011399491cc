// SPDX-License-Identifier: Apache-2.0
#include "panels/changes_view.h"
#include "panels/releases_window.h"
#include "panels/revision_view.h"
#include "support/test_case.h"

#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTreeWidget>

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace {

HelmRevision revision(int number, const QString &status)
{
    HelmRevision out;
    out.revision = number;
    out.status = status;
    out.chart = u"web-1.0.0"_s;
    out.updated = QDateTime::currentDateTimeUtc();
    return out;
}

ReleasesWindow::Entry entry(const QString &name, bool isOwn, int last = 1,
                            const QString &status = u"deployed"_s)
{
    return {{name, u"demo"_s, revision(last, status)}, isOwn};
}

} // namespace

// What the window on releases offers, by what it is told.
class ReleasesTest : public TestCase
{
    Q_OBJECT

private slots:
    void init() override;
    void cleanup() { m_window.reset(); }
    void ownComesFirst();
    void keepsWhatIsChosen();
    void othersAreShownOnly();
    void onlyAnEarlierRevisionIsAWayBack();
    void pendingHasAWayOut();
    void aFirstOneThatIsPendingIsUninstalled();
    void nothingIsPressedWhileItRuns();
    void saysWhatIsWrong();
    void objectsHaveTheirState();
    void choosingRevisionsTellsOnce();

private:
    QPushButton *button(const char *name)
    {
        return m_window->findChild<QPushButton *>(u"releases:"_s + QLatin1String(name));
    }
    QTreeWidget *list(const QString &name) { return m_window->findChild<QTreeWidget *>(name); }

    std::unique_ptr<ReleasesWindow> m_window;
};

void ReleasesTest::init()
{
    TestCase::init();
    m_window = std::make_unique<ReleasesWindow>(nullptr);
    m_window->show();
}

void ReleasesTest::ownComesFirst()
{
    QSignalSpy chosen(m_window.get(), &ReleasesWindow::releaseChosen);
    m_window->setReleases({entry(u"other"_s, false), entry(u"web"_s, true)});
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(m_window->current()->release.name, u"web"_s);
}

void ReleasesTest::keepsWhatIsChosen()
{
    m_window->setReleases({entry(u"web"_s, true), entry(u"other"_s, false)});
    list(u"releases:list"_s)->setCurrentItem(list(u"releases:list"_s)->topLevelItem(1));
    m_window->setHistory({revision(1, u"deployed"_s)});
    QSignalSpy chosen(m_window.get(), &ReleasesWindow::releaseChosen);
    m_window->setReleases({entry(u"new"_s, true), entry(u"web"_s, true), entry(u"other"_s, false)});
    QCOMPARE(m_window->current()->release.name, u"other"_s);
    QCOMPARE(chosen.size(), 0); // its history is there already
    QCOMPARE(m_window->history().size(), 1);
    m_window->setReleases({entry(u"other"_s, false, 2)});
    QCOMPARE(chosen.size(), 1);
    QVERIFY(m_window->history().isEmpty());
    m_window->setReleases({});
    QVERIFY(!m_window->current());
    QCOMPARE(chosen.size(), 1);
}

void ReleasesTest::othersAreShownOnly()
{
    m_window->setReleases({entry(u"other"_s, false, 2)});
    m_window->setHistory({revision(1, u"superseded"_s), revision(2, u"deployed"_s)});
    list(u"releases:history"_s)->setCurrentItem(list(u"releases:history"_s)->topLevelItem(1));
    for (const char *name : {"rollback", "preview", "test"})
        QVERIFY2(!button(name)->isEnabled(), name);
    QVERIFY(!button("uninstall")->isVisible());
    QVERIFY(button("adopt")->isVisible());
    QVERIFY(!list(u"releases:list"_s)->topLevelItem(0)->toolTip(0).isEmpty());
    m_window->setReleases({entry(u"other"_s, true, 2)}); // adopted
    QVERIFY(button("rollback")->isEnabled() && button("uninstall")->isVisible());
    QVERIFY(!button("adopt")->isVisible());
}

void ReleasesTest::onlyAnEarlierRevisionIsAWayBack()
{
    QSignalSpy chosen(m_window.get(), &ReleasesWindow::revisionChosen);
    m_window->setReleases({entry(u"web"_s, true, 2)});
    m_window->setHistory({revision(1, u"superseded"_s), revision(2, u"deployed"_s)});
    QCOMPARE(m_window->currentRevision(), 2); // the last one
    QCOMPARE(chosen.takeFirst().first().toInt(), 2);
    QVERIFY(!button("rollback")->isEnabled() && !button("preview")->isEnabled());
    QVERIFY(button("test")->isEnabled() && button("uninstall")->isEnabled());
    list(u"releases:history"_s)->setCurrentItem(list(u"releases:history"_s)->topLevelItem(1));
    QCOMPARE(chosen.takeFirst().first().toInt(), 1);
    QSignalSpy asked(m_window.get(), &ReleasesWindow::rollbackRequested);
    button("rollback")->click();
    QCOMPARE(asked.value(0).value(0).toInt(), 1);
}

void ReleasesTest::pendingHasAWayOut()
{
    m_window->setReleases({entry(u"web"_s, true, 3, u"pending-upgrade"_s)});
    m_window->setHistory({revision(1, u"superseded"_s), revision(2, u"deployed"_s),
                          revision(3, u"pending-upgrade"_s)});
    const auto *words = m_window->findChild<QLabel *>(u"releases:pending"_s);
    QVERIFY(words->isVisible());
    QVERIFY2(words->text().startsWith(u"pending-upgrade since ") &&
                 words->text().contains(u"revision 2"),
             qPrintable(words->text()));
    QSignalSpy asked(m_window.get(), &ReleasesWindow::rollbackRequested);
    button("mend")->click();
    QCOMPARE(asked.value(0).value(0).toInt(), 2);
    m_window->setReleases({entry(u"web"_s, true, 4)});
    QVERIFY(!words->isVisible());
}

void ReleasesTest::aFirstOneThatIsPendingIsUninstalled()
{
    m_window->setReleases({entry(u"web"_s, true, 1, u"pending-install"_s)});
    m_window->setHistory({revision(1, u"pending-install"_s)});
    QSignalSpy asked(m_window.get(), &ReleasesWindow::uninstallRequested);
    button("mend")->click();
    QCOMPARE(asked.size(), 1);
    // What was to go is not brought back.
    m_window->setReleases({entry(u"web"_s, true, 2, u"uninstalling"_s)});
    m_window->setHistory({revision(1, u"superseded"_s), revision(2, u"uninstalling"_s)});
    button("mend")->click();
    QCOMPARE(asked.size(), 2);
    // Who it is none of may look, and no more.
    m_window->setReleases({entry(u"web"_s, false, 2, u"pending-install"_s)});
    m_window->setHistory({revision(2, u"pending-install"_s)});
    QVERIFY(!button("mend")->isVisible());
}

void ReleasesTest::nothingIsPressedWhileItRuns()
{
    m_window->setReleases({entry(u"web"_s, true)});
    m_window->setHistory({revision(1, u"deployed"_s)});
    m_window->setRunning(u"It runs"_s, true);
    QVERIFY(button("cancel")->isVisible());
    for (const char *name : {"test", "uninstall", "refresh"})
        QVERIFY2(!button(name)->isEnabled(), name);
    m_window->setRunning({});
    QVERIFY(!button("cancel")->isVisible());
    QVERIFY(button("test")->isEnabled() && button("refresh")->isEnabled());
    auto *tabs = m_window->findChild<QTabWidget *>(u"releases:tabs"_s);
    const int before = tabs->currentIndex();
    m_window->revision()->setOutput(u"PASSED"_s);
    QVERIFY(tabs->currentIndex() != before);
}

void ReleasesTest::saysWhatIsWrong()
{
    m_window->setState(u"Helm is not installed"_s, true);
    auto *words = m_window->findChild<QLabel *>(u"releases:state"_s);
    QVERIFY(words->isVisible() && !button("uninstall")->isVisible());
    m_window->setState({}, false);
    m_window->setReleases({entry(u"web"_s, true)});
    QVERIFY(!words->isVisible() && button("uninstall")->isVisible());
    ShownRevision broken;
    broken.problem = Error{u"It cannot be read"_s, {}, {}};
    m_window->revision()->setRevision(broken);
    QCOMPARE(m_window->findChild<QPlainTextEdit *>(u"releases:manifest"_s)->toPlainText(),
             u"It cannot be read"_s);
}

void ReleasesTest::objectsHaveTheirState()
{
    ShownRevision shown;
    shown.objects = {{u"v1"_s, u"Service"_s, u"demo"_s, u"web"_s},
                     {u"v1"_s, u"ConfigMap"_s, u"demo"_s, u"web"_s}};
    m_window->revision()->setRevision(shown);
    QTreeWidget *objects = list(u"releases:objects"_s);
    QCOMPARE(objects->topLevelItem(0)->text(3), QString());
    LiveState state;
    state.word = u"no endpoints"_s;
    const ObjectRef service{{}, u"Service"_s, u"demo"_s, u"web"_s};
    m_window->revision()->setStates({{service, state}});
    QCOMPARE(objects->topLevelItem(0)->text(3), u"no endpoints"_s);
    QCOMPARE(objects->topLevelItem(1)->text(3), QString());
    m_window->revision()->setRevision(shown); // they stay
    QCOMPARE(objects->topLevelItem(0)->text(3), u"no endpoints"_s);
    m_window->revision()->setStates({});
    QCOMPARE(objects->topLevelItem(0)->text(3), QString());
    m_window->revision()->setState(u"Asking"_s);
    m_window->revision()->setStates({{service, state}}); // of nothing
    QCOMPARE(objects->topLevelItemCount(), 0);
}

void ReleasesTest::choosingRevisionsTellsOnce()
{
    ChangesView *changes = m_window->revision()->changes();
    QSignalSpy chosen(changes, &ChangesView::chosen);
    changes->setRevisions({1, 2, 3});
    changes->choose(2, 3);
    QCOMPARE(chosen.size(), 0);
    auto *from = changes->findChild<QComboBox *>(u"changes:from"_s);
    QCOMPARE(from->currentText(), u"2"_s);
    changes->setRevisions({1, 2, 3, 4}); // what is chosen stays
    QCOMPARE(from->currentText(), u"2"_s);
    QVERIFY(from->isEnabled());
    changes->setRevisions({1});
    QVERIFY(!from->isEnabled());
    changes->setChanges({});
    QCOMPARE(changes->findChild<QLabel *>(u"changes:state"_s)->text(), u"Nothing differs."_s);
}

CHARTWRIGHT_TEST(ReleasesTest)
#include "test_releases.moc"
