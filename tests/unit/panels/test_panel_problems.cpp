// SPDX-License-Identifier: Apache-2.0
#include "model/edits.h"
#include "panels/edit_context.h"
#include "unit/panels/fixture.h"

#include <QPlainTextEdit>

using namespace chartwright;
using namespace chartwright_test;

// What is wrong, told beside the field.
class TestPanelProblems : public PanelTest
{
    Q_OBJECT

private slots:
    void wrongTextIsKeptAndMarked()
    {
        PanelFixture f;
        f.select(Backend);
        auto *edit = f.field<QLineEdit>(QStringLiteral("spec.replicas"));
        f.type(edit, QStringLiteral("two"));
        QCOMPARE(f.value(Backend, QStringLiteral("spec.replicas")), Value(QStringLiteral("two")));
        QCOMPARE(edit->text(), QStringLiteral("two"));
        const QStringList said = f.messages(QStringLiteral("spec.replicas"));
        QCOMPARE(said.size(), 1);
        QCOMPARE(said.first(), QStringLiteral("Must be a whole number")); // the label is beside it
        f.select(Frontend);
        f.select(Backend);
        QCOMPARE(f.field<QLineEdit>(QStringLiteral("spec.replicas"))->text(),
                 QStringLiteral("two"));
        f.type(edit, QStringLiteral("3"));
        QVERIFY(f.messages(QStringLiteral("spec.replicas")).isEmpty());
    }

    void oneCauseIsToldOnce_data()
    {
        QTest::addColumn<QString>("on");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        const QString service = QStringLiteral("service-backend-0001");
        QTest::newRow("port of a Service")
            << service << QStringLiteral("spec.ports[#0].name") << QStringLiteral("HTTP_1");
        QTest::newRow("port of a container")
            << Backend << Container + QStringLiteral(".ports[#0].name") << QStringLiteral("HTTP_1");
        QTest::newRow("amount") << Backend
                                << Container + QStringLiteral(".resources.requests.memory")
                                << QStringLiteral("much");
        QTest::newRow("surge") << Backend << QStringLiteral("spec.strategy.rollingUpdate.maxSurge")
                               << QStringLiteral("some");
        QTest::newRow("version") << QStringLiteral("chart-0001") << QStringLiteral("version")
                                 << QStringLiteral("one");
        QTest::newRow("icon") << QStringLiteral("chart-0001") << QStringLiteral("icon")
                              << QStringLiteral("one");
    }

    void oneCauseIsToldOnce()
    {
        QFETCH(QString, on);
        QFETCH(QString, path);
        QFETCH(QString, text);
        PanelFixture f;
        const ResourceId id{on};
        f.document.push(setField(f.document.topology(), f.document.refs(), id, Path(path), text));
        f.selection.set({id});
        // The row goes by the new name.
        const QString row = QString(path).replace(QStringLiteral("[#0].name"),
                                                  u'[' + text + QStringLiteral("].name"));
        QVERIFY(f.panel.focusField(Path(row)));
        const QStringList said = f.messages(row);
        QVERIFY2(said.size() == 1, qPrintable(row + u'\n' + said.join(u'\n')));
    }

    // Two images of one name and different tags are two images, in the panel as in the checks.
    void aNameIsJudgedAsTheChecksDo()
    {
        PanelFixture f;
        const ResourceId image{QStringLiteral("image-backend-0001")};
        f.document.push(setField(f.document.topology(), f.document.refs(), image,
                                 Path(QStringLiteral("tag")), QStringLiteral("v2.0.0")));
        f.document.push(
            renameResource(f.document.topology(), image, QStringLiteral("todo-frontend")));
        f.selection.set({image});
        const QLabel *said = nullptr;
        for (const QLabel *label : f.panel.findChildren<QLabel *>(QStringLiteral("message"))) {
            if (label->isVisible() && label->text().contains(QStringLiteral("name")))
                said = label;
        }
        QVERIFY2(!said, qPrintable(said ? said->text() : QString()));
    }

    void fixesFromTheField()
    {
        PanelFixture f;
        f.select(Backend);
        const QString cpu = Container + QStringLiteral(".resources.requests.cpu");
        auto *edit = f.field<QLineEdit>(cpu);
        QVERIFY(edit);
        f.type(edit, QStringLiteral("1200m"));
        QVERIFY(!f.document.findings({Backend}).isEmpty());
        QToolButton *fix = nullptr;
        for (auto *button : f.panel.findChildren<QToolButton *>(QStringLiteral("fix"))) {
            if (button->isVisible() && !button->text().isEmpty())
                fix = button;
        }
        QVERIFY(fix);
        const QList<Finding> before = f.document.findings({Backend});
        const auto mended = std::find_if(before.begin(), before.end(), [&](const Finding &x) {
            return x.fixText == fix->text();
        });
        QVERIFY(mended != before.end());
        f.click(fix);
        for (const Finding &now : f.document.findings({Backend}))
            QVERIFY(now.rule != mended->rule || now.path != mended->path);
    }

    // A click right after an edit must hit what it aims at.
    void rowsStandAtOnceWhereTheyStay()
    {
        PanelFixture f;
        f.select(Backend);
        QTest::qWait(50);
        const QString cpu = Container + QStringLiteral(".resources.requests.cpu");
        auto *edit = f.field<QLineEdit>(cpu);
        QTest::qWait(50);
        const auto *below = f.find<QWidget>(QStringLiteral("section:5"));
        const auto *body = f.find<QWidget>(QStringLiteral("properties:body"));
        QVERIFY(below && below->isVisible());
        const auto place = [&] { return below->mapTo(body, QPoint()); };
        for (const QString &text : {QStringLiteral("1200m"), QStringLiteral("100m")}) {
            const QPoint before = place();
            f.type(edit, text);
            const QPoint now = place();
            QVERIFY(now != before);
            QTest::qWait(100);
            QCOMPARE(place(), now);
        }
    }

    void yamlIsCheckedWhileTyped()
    {
        PanelFixture f;
        f.select(Backend);
        const QString affinity = QStringLiteral("spec.template.spec.affinity");
        f.panel.focusField(Path(affinity));
        auto *edit = f.find<QPlainTextEdit>(QStringLiteral("field:") + affinity);
        QVERIFY(edit);
        edit->setFocus();
        QTest::keyClicks(edit, QStringLiteral("nodeAffinity: ["));
        QVERIFY(!f.messages(affinity).isEmpty());
        QCOMPARE(edit->toPlainText(), QStringLiteral("nodeAffinity: ["));
        QTest::keyClicks(edit, QStringLiteral("]"));
        QVERIFY(f.messages(affinity).isEmpty());
        QVERIFY(f.value(Backend, affinity)[u"nodeAffinity"].isList());
    }

    void credentialsAreMovedByTheWindow()
    {
        PanelFixture f;
        const ResourceId config{QStringLiteral("config-0001")};
        f.document.push(setField(f.document.topology(), f.document.refs(), config,
                                 Path(QStringLiteral("data.DB_PASSWORD")),
                                 QStringLiteral("hunter22")));
        QSignalSpy asked(&f.panel, &PropertyPanel::moveRequested);
        f.select(config.text);
        QAbstractButton *link = nullptr;
        for (auto *button : f.panel.findChildren<QAbstractButton *>(QStringLiteral("fix"))) {
            if (button->isVisible())
                link = button;
        }
        QVERIFY(link);
        f.click(link);
        QCOMPARE(asked.size(), 1);
        const auto finding = asked.first().first().value<Finding>();
        QCOMPARE(finding.rule, QStringLiteral("config/sensitive"));
        // Nothing else does it: the value would be gone.
        applyFix(&f.document, finding);
        QCOMPARE(f.document.undoStack()->count(), 1);
        QCOMPARE(f.value(config.text, QStringLiteral("data.DB_PASSWORD")),
                 Value(QStringLiteral("hunter22")));
    }
};

CHARTWRIGHT_TEST(TestPanelProblems)
#include "test_panel_problems.moc"
