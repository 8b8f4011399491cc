// SPDX-License-Identifier: Apache-2.0
#include "panels/foldable.h"
#include "unit/panels/fixture.h"

using namespace chartwright;
using namespace chartwright_test;

// What rows and cards say of themselves, and the room they need.
class TestPanelRows : public PanelTest
{
    Q_OBJECT

private slots:
    void cardsOfSeveralAreNotTitledByTheFirst()
    {
        PanelFixture f;
        f.selection.set({ResourceId{Backend}, ResourceId{Frontend}});
        const QString containers = QStringLiteral("spec.template.spec.containers");
        f.panel.focusField(Path(containers));
        const auto *card =
            f.find<FoldButton>(QStringLiteral("fold:") + containers + QStringLiteral("[#0]"));
        QVERIFY(card);
        QCOMPARE(card->text(), QStringLiteral("No. 1"));
        QCOMPARE(card->summary(), QStringLiteral("(several)"));
        // What all have there may title it.
        const QString ports = containers + QStringLiteral("[#0].ports");
        f.panel.focusField(Path(ports));
        const auto *port =
            f.find<FoldButton>(QStringLiteral("fold:") + ports + QStringLiteral("[#0]"));
        QVERIFY(port);
        QCOMPARE(port->text(), QStringLiteral("http"));
    }

    void theDotIsExplained()
    {
        PanelFixture f;
        f.select(Backend);
        auto *replicas = f.field<QLineEdit>(QStringLiteral("spec.replicas"));
        const QString dot = QStringLiteral("dot");
        QVERIFY(replicas->accessibleDescription().contains(dot));
        f.type(replicas, QStringLiteral("1")); // the default
        QVERIFY(!replicas->accessibleDescription().contains(dot));
        const auto *group =
            f.find<FoldButton>(QStringLiteral("fold:") + Container + QStringLiteral(".resources"));
        QVERIFY(group);
        QVERIFY(group->accessibleDescription().contains(dot));
        QVERIFY(group->toolTip().contains(dot));
    }

    void helpIsGivenOnThePinToo()
    {
        PanelFixture f;
        QSignalSpy asked(&f.panel, &PropertyPanel::helpRequested);
        f.select(Backend);
        const QString path = QStringLiteral("spec.replicas");
        f.field<QLineEdit>(path);
        auto *pin = f.find<QToolButton>(QStringLiteral("pin:") + path);
        QVERIFY(pin);
        pin->setFocus();
        QTest::keyClick(pin, Qt::Key_F1);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first().value(1).toString(), path);
    }

    // At the panel's least width nothing sticks out, whatever is shown and unfolded.
    void nothingIsCutAtTheLeastWidth()
    {
        PanelFixture f;
        const auto *body = f.find<QWidget>(QStringLiteral("properties:body"));
        for (const ResourcePtr &r : f.document.topology().resources()) {
            f.selection.set({r->id});
            f.panel.resize(f.panel.minimumSizeHint().width(), 1000);
            for (int round = 0; round < 4; ++round) {
                for (auto *fold : f.panel.findChildren<FoldButton *>()) {
                    if (fold->isVisible() && !fold->isChecked())
                        fold->click();
                }
            }
            QCoreApplication::processEvents();
            QVERIFY2(body->minimumSizeHint().width() <= body->parentWidget()->width(),
                     qPrintable(QStringLiteral("%1: %2 > %3")
                                    .arg(r->kind)
                                    .arg(body->minimumSizeHint().width())
                                    .arg(body->parentWidget()->width())));
        }
    }
};

CHARTWRIGHT_TEST(TestPanelRows)
#include "test_panel_rows.moc"
