// SPDX-License-Identifier: Apache-2.0
#include "document/selection.h"
#include "model/edits.h"
#include "panels/outline_panel.h"
#include "unit/panels/fixture.h"

#include <QTreeView>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

struct OutlineFixture
{
    Document document{allKinds()};
    Selection selection{&document};
    OutlinePanel panel{&document, &selection};
    QTreeView *tree = panel.findChild<QTreeView *>(u"outline:tree"_s);
    QLineEdit *filter = panel.findChild<QLineEdit *>(u"outline:filter"_s);

    OutlineFixture()
    {
        document.reset(todoApp(), {});
        panel.resize(260, 600);
        panel.show();
        panel.activateWindow();
        if (!QTest::qWaitForWindowActive(&panel))
            qFatal("the panel's window did not become active");
    }
    /// What is shown of resources, in order.
    QStringList found(const QString &words)
    {
        filter->setFocus();
        filter->selectAll();
        QTest::keyClicks(filter, words);
        return shown();
    }
    QStringList shown() const
    {
        QStringList out;
        collect({}, out);
        return out;
    }

private:
    void collect(const QModelIndex &parent, QStringList &out) const
    {
        for (int i = 0; i < tree->model()->rowCount(parent); ++i) {
            const QModelIndex index = tree->model()->index(i, 0, parent);
            if (tree->model()->rowCount(index) == 0)
                out.append(index.data().toString());
            collect(index, out);
        }
    }
};

} // namespace

class TestSearch : public PanelTest
{
    Q_OBJECT

private slots:
    void findsWhatIsDrawn_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QStringList>("found");
        QTest::newRow("name") << u"todo-ingress"_s << QStringList{u"todo-ingress"_s};
        QTest::newRow("kind") << u"configmap"_s << QStringList{u"todo-config"_s};
        QTest::newRow("kind and name") << u"deployment front"_s << QStringList{u"todo-frontend"_s};
        QTest::newRow("key of a Secret") << u"openai"_s
                                         << QStringList{u"todo-backend\nName: OPENAI_API_KEY"_s,
                                                        u"todo-secrets\nOPENAI_API_KEY"_s};
        QTest::newRow("key of a ConfigMap") << u"node_env"_s
                                            << QStringList{u"todo-frontend\nName: NODE_ENV"_s,
                                                           u"todo-config\nNODE_ENV: production"_s};
        QTest::newRow("value") << u"PRODUCTION"_s
                               << QStringList{u"todo-config\nNODE_ENV: production"_s};
        QTest::newRow("image") << u"deployment backend:latest"_s
                               << QStringList{u"todo-backend\nbackend: todo-backend:latest"_s};
        QTest::newRow("port of a kind")
            << u"frontend service 3000"_s
            << QStringList{u"frontend-service\nhttp Port: 3000"_s,
                           u"todo-ingress\n/: frontend-service · Port: 3000"_s};
        QTest::newRow("words in several places")
            << u"todo-backend /health 512Mi"_s << QStringList{};
        QTest::newRow("nothing") << u"redis"_s << QStringList{};
    }

    void findsWhatIsDrawn()
    {
        QFETCH(QString, words);
        QFETCH(QStringList, found);
        OutlineFixture f;
        QStringList now = f.found(words);
        std::sort(now.begin(), now.end());
        std::sort(found.begin(), found.end());
        QCOMPARE(now, found);
    }

    void ofAnAddressEveryPlaceIsFound()
    {
        OutlineFixture f;
        const QString all = f.found(u"8000"_s).join(u'|');
        for (const QString &line :
             {u"todo-config\nNEXT_PUBLIC_API_URL: http://backend-service:8000"_s,
              u"backend-service\nhttp Port: 8000"_s, u"todo-backend\nhttp"_s})
            QVERIFY2(all.contains(line), qPrintable(all));
    }

    // What stands in the drawing for a value is not the value, and nobody looks for it.
    void valuesOfSecretsAreNotLookedAt()
    {
        OutlineFixture f;
        const Topology &t = f.document.topology();
        f.document.push(setField(t, f.document.refs(), {u"secrets-0001"_s},
                                 Path(u"data.DATABASE_URL.value"_s), u"v7k2q9xm"_s));
        QCOMPARE(f.found(u"v7k2q9xm"_s), QStringList());
        QCOMPARE(f.found(u"configmap"_s), QStringList{u"todo-config"_s});
        f.document.push(setField(f.document.topology(), f.document.refs(), {u"secrets-0001"_s},
                                 Path(u"data.PASSWORD"_s), u"hunter2"_s));
        QCOMPARE(f.found(u"hunter2"_s), QStringList());
    }

    void followsTheDrawing()
    {
        OutlineFixture f;
        QCOMPARE(f.found(u"tracing"_s), QStringList());
        f.document.push(setField(f.document.topology(), f.document.refs(), {u"config-0001"_s},
                                 Path(u"data.LOG_LEVEL"_s), u"tracing"_s));
        QCOMPARE(f.found(u"tracing"_s), QStringList{u"todo-config\nLOG_LEVEL: tracing"_s});
        f.document.undoStack()->undo();
        QCOMPARE(f.found(u"tracing"_s), QStringList());
        QVERIFY(f.found(u" "_s).size() > 8);
    }

    // In a panel this narrow, it would be cut behind the name.
    void whatWasFoundCanBeRead()
    {
        OutlineFixture f;
        const int plain = f.tree->visualRect(f.tree->model()->index(0, 0)).height();
        QCOMPARE(f.found(u"production"_s).size(), 1);
        QModelIndex row = f.tree->model()->index(0, 0);
        while (f.tree->model()->rowCount(row) > 0)
            row = f.tree->model()->index(0, 0, row);
        QVERIFY(f.tree->visualRect(row).height() > plain * 3 / 2);
        QVERIFY(f.tree->fontMetrics().horizontalAdvance(u"NODE_ENV: production"_s) <
                f.tree->visualRect(row).width() - 24);
    }

    void largeDrawingsAreFilteredAMomentLater()
    {
        OutlineFixture f;
        Topology t = todoApp();
        for (int i = 0; i < 600; ++i) {
            Resource copy = *t.find({u"config-0001"_s});
            copy.id = {u"copy-%1"_s.arg(i)};
            copy.name = u"copy-%1"_s.arg(i);
            copy.valuesKey = u"copy%1"_s.arg(i);
            t.put(copy);
        }
        f.document.reset(t, {});
        QVERIFY(f.found(u"openai"_s).size() > 600);
        QTRY_COMPARE(f.shown().size(), 2);
    }

    void enterGoesToWhatWasFound()
    {
        OutlineFixture f;
        QSignalSpy revealed(&f.selection, &Selection::revealed);
        QSignalSpy activated(&f.panel, &OutlinePanel::activated);
        QCOMPARE(f.found(u"production"_s).size(), 1);
        QModelIndex row = f.tree->model()->index(0, 0);
        while (f.tree->model()->rowCount(row) > 0)
            row = f.tree->model()->index(0, 0, row);
        f.tree->setCurrentIndex(row);
        f.tree->setFocus();
        QTest::keyClick(f.tree, Qt::Key_Return);
        QCOMPARE(revealed.size(), 1);
        QCOMPARE(revealed.first().at(1).value<Path>().text(), u"data.NODE_ENV"_s);
        QCOMPARE(activated.size(), 0);
    }
};

CHARTWRIGHT_TEST(TestSearch)
#include "test_search.moc"
