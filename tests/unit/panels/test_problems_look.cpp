// SPDX-License-Identifier: Apache-2.0
#include "model/edits.h"
#include "panels/findings_model.h"
#include "panels/panel_style.h"
#include "panels/problems_panel.h"
#include "unit/panels/fixture.h"

#include <QHeaderView>
#include <QTreeView>

using namespace chartwright;
using namespace chartwright_test;

// What the list of problems shows, and in which room.
class TestProblemsLook : public PanelTest
{
    Q_OBJECT

private slots:
    void theMessageHasTheRoom()
    {
        Document document(allKinds());
        Selection selection(&document);
        document.reset(todoApp(), {});
        ProblemsPanel panel(&document, &selection);
        panel.resize(900, 260);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        const auto *list = panel.findChild<QTreeView *>(QStringLiteral("problems:list"));
        const auto width = [&](int column) { return list->header()->sectionSize(column); };
        const auto add = [&](const QString &name) {
            const Resource made =
                newResource(document.topology(), QStringLiteral("ConfigMap"), name);
            document.push(insertResource(document.topology(), made, {}));
            return made.id;
        };
        const ResourceId id = add(QStringLiteral("x"));
        const int room = list->viewport()->width();
        const int names = width(FindingsModel::Where);
        QVERIFY(names < 150 && names > 40);
        QCOMPARE(width(FindingsModel::What), room - names - width(FindingsModel::Fix));
        // A longer name takes more, up to a quarter.
        document.push(renameResource(document.topology(), id, QString(24, u'w')));
        QVERIFY(width(FindingsModel::Where) > names);
        document.push(renameResource(document.topology(), id, QString(60, u'w')));
        QCOMPARE(width(FindingsModel::Where), room / 4);
    }

    void aShapeForEachSeverity()
    {
        const auto filled = [](Severity severity, const QPoint &at) {
            const QPixmap icon = style::severityIcon(severity, QPalette()).pixmap(QSize(16, 16), 1);
            return icon.toImage().pixelColor(at).alpha() > 128;
        };
        const QPoint shoulder(3, 4), corner(1, 13);
        QVERIFY(filled(Severity::Error, shoulder) && !filled(Severity::Error, corner));
        QVERIFY(!filled(Severity::Warning, shoulder) && filled(Severity::Warning, corner));
        QVERIFY(filled(Severity::Advice, shoulder) && !filled(Severity::Advice, corner));
    }
};

CHARTWRIGHT_TEST(TestProblemsLook)
#include "test_problems_look.moc"
